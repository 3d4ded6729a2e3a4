import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { InputError } from '../runtime/input-error.js'
import { pathOf } from '../runtime/package-names.js'
import { displayPath } from '../runtime/paths.js'
import { type Config, errorAt, type PathEntry, parseConfig } from '../runtime/policies/index.js'
import { isCode } from './find-config.js'
import type { ReadSettings } from './settings-files.js'

/** What a configuration is called where nobody says otherwise. */
const configFile = 'policytest.config.yaml'

/**
 * A configuration and those that it extends, each once, those that are under others in front of them.
 * @throws InputError for one that is not there, and for one that comes to extend itself
 */
export function withExtended(config: Config, root: string, readFile: ReadSettings): readonly Config[] {
  const all: Config[] = []
  const add = (each: Config, way: readonly string[]) => {
    const folder = dirname(pathOf(root, each.file))
    for (const entry of each.extends) {
      const path = fileOf(folder, entry)
      const file = displayPath(root, path)
      if (way.includes(file)) throw circle([...way.slice(way.indexOf(file)), file], entry)
      if (!all.some((known) => known.file === file))
        add(readFile('config', path, parseConfig), [...way, file])
    }
    all.push(each)
  }
  add(config, [config.file])
  return all
}

/** The file that an entry names: a folder or a package stands for the configuration in it. */
function fileOf(folder: string, { path: written, place }: PathEntry): string {
  const isBare = /^npm:(@[^/]+\/)?[^/]+$/.test(written)
  const named = pathOf(folder, isBare ? `${written}/.` : written, place)
  const path = existsSync(named) && statSync(named).isDirectory() ? join(named, configFile) : named
  if (isCode(path)) {
    const advice = 'import it in a policytest.config.ts, and extend what it exports'
    throw new InputError([errorAt(place, 'config-code', `'${written}' is a program`, advice)])
  }
  if (existsSync(path)) return path
  const hint = `name a configuration, or a folder or package with a ${configFile}`
  throw new InputError([errorAt(place, 'not-found', `'${written}': there is no configuration`, hint)])
}

function circle(way: readonly string[], { place }: PathEntry): InputError {
  const message = `the configuration comes to extend itself: ${way.join(' → ')}`
  return new InputError([errorAt(place, 'circular', message, 'remove one of these from its extends')])
}
