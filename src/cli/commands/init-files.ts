import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { shippedPath } from '../../runtime/package-folder.js'

/** What belongs to the example as a package, and not to the project that is made of it. */
const ofTheExample = new Set(['package.json', 'package-lock.json', 'node_modules'])

/** The files of a new project, which are those of an example that ships: the configuration first. */
export function initFiles(): ReadonlyMap<string, string> {
  const folder = shippedPath('examples/kubernetes-app')
  return new Map(filesIn(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]))
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !ofTheExample.has(name))
  const files = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name)
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return [
    ...files.toSorted(),
    ...folders.toSorted().flatMap((name) => filesIn(join(folder, name)).map((file) => `${name}/${file}`)),
  ]
}
