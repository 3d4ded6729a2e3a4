import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { shippedPath } from '../../runtime/package-folder.js'
import { version } from '../../runtime/report/version.js'

/** What belongs to the example as a package, and not to what is made of it. */
const ofTheExample = new Set(['package-lock.json', 'node_modules'])

/** The files of a new project, which are those of an example that ships: the configuration first. */
export function projectFiles(): ReadonlyMap<string, string> {
  const files = new Map(filesOf('kubernetes-app'))
  files.delete('package.json')
  return files
}

/** The files of a new pack as a package, which has the name of its folder. */
export function packFiles(folder: string): ReadonlyMap<string, string> {
  const name = nameFrom(basename(folder))
  const files = filesOf('policy-pack').map(([file, text]): [string, string] => [
    file,
    text.replaceAll('policy-pack', name),
  ])
  return new Map(files.map(([file, text]) => [file, file === 'package.json' ? withVersions(text) : text]))
}

function filesOf(example: string): [string, string][] {
  const folder = shippedPath(`examples/${example}`)
  return filesIn(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')])
}

/** A name of a package and of a pack: lower case letters, digits and dashes. */
function nameFrom(folder: string): string {
  return (
    folder
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'policy-pack'
  )
}

function withVersions(text: string): string {
  const about = JSON.parse(text)
  about.peerDependencies.policytest = `>=${version}`
  about.devDependencies.policytest = `^${version}`
  return `${JSON.stringify(about, null, 2)}\n`
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
