import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { CompiledFix } from '../../runtime/compile/compile-fix.js'
import { type ExportSet, readInputs } from '../../runtime/exports/inputs.js'
import { sourcesOf } from '../../runtime/exports/sources.js'
import { type MadeFile, makeFiles } from '../../runtime/fix/make-files.js'
import { InputError, inputError } from '../../runtime/input-error.js'
import { sensitiveParts } from '../../runtime/judge/redaction.js'
import type { Library } from '../../runtime/library/library.js'
import { displayPath } from '../../runtime/paths.js'
import { didYouMean } from '../../runtime/suggest.js'
import { printable } from '../../wording/printable.js'
import { shellWord } from '../../wording/shell-word.js'
import { exitCodes } from '../exit-codes.js'
import type { CommonFlags } from '../flags.js'
import { libraryOf } from '../named-packs.js'
import { readSettings } from '../settings.js'
import type { World } from '../world.js'
import { makeFolder } from './new-folder.js'

export interface FixFlags extends CommonFlags {
  readonly as?: string
  readonly dryRun?: boolean
  readonly out?: string
  readonly only?: readonly string[]
}

/** `policytest fix <pack> [input…]`: what the documents of a pack recommend, as files made from exports. */
export function fixCommand(name: string, inputs: readonly string[], flags: FixFlags, world: World): number {
  const { messages } = world
  const settings = readSettings(flags, world)
  const { platforms, now, disk } = settings.base
  const { library, packs } = libraryOf([name], settings)
  const pack = onlyPack(packs, name)
  const fixes = chosen(pack, flags.only ?? [], library)
  const requests = inputs.length > 0 ? inputs.map((path) => ({ path, source: flags.as })) : settings.inputs
  const { sets, warnings } = readInputs(requests, disk, sourcesOf(platforms, disk))
  const made = makeFiles(fixes, onlySet(sets, requests.length), {
    paramsOf: library.paramsOfFix,
    now,
    sensitive: sensitiveParts(platforms, settings.base),
  })
  messages.diagnose(warnings)
  for (const { fix, reason } of made.idle) messages.say(`${fix.id} made nothing: ${reason}`)
  if (made.problems.length > 0) throw new InputError(made.problems)
  if (made.files.length === 0) return exitCodes.nothingEvaluated
  if (flags.dryRun)
    for (const file of made.files) world.stdout.write(printable(`# ${file.path}\n${file.text}\n`))
  else writeAll(made.files, flags.out ?? `fix-${pack}`, world)
  return exitCodes.clean
}

/** The fixes of the pack, or those of them that are named. */
function chosen(pack: string, only: readonly string[], library: Library): readonly CompiledFix[] {
  const packs = library.loaded.packs.map(({ name }) => name)
  if (!packs.includes(pack)) throw unknown(`unknown pack '${pack}'`, didYouMean(pack, packs, 'packs'))
  const fixes = library.fixes.filter((fix) => fix.pack === pack)
  if (fixes.length === 0) {
    throw unknown(`pack '${pack}' has no fixes`, "a fix is a file of kind 'Fix' beside its policies")
  }
  const names = fixes.map(({ name }) => name)
  for (const name of only) {
    if (!names.includes(name)) {
      throw unknown(`pack '${pack}' has no fix '${name}'`, didYouMean(name, names, 'its fixes'))
    }
  }
  return only.length === 0 ? fixes : fixes.filter(({ name }) => only.includes(name))
}

function onlyPack([pack, second, ...more]: readonly string[], name: string): string {
  if (pack !== undefined && second === undefined) return pack
  const hint = pack === undefined ? 'name a pack' : `name one of them: ${[pack, second, ...more].join(', ')}`
  throw inputError('usage', `'${name}' is ${pack === undefined ? 'no pack' : 'more than one pack'}`, { hint })
}

function unknown(message: string, hint: string | undefined): InputError {
  return inputError('unknown-reference', message, hint === undefined ? {} : { hint })
}

/** Files are made from what belongs together: an inventory of two snapshots would mix two places, or two times. */
function onlySet(sets: readonly ExportSet[], requested: number): ExportSet {
  const [set, second] = sets
  if (requested === 0) {
    const hint = 'name exports, or a snapshot, behind the pack'
    throw inputError('usage', 'there is nothing to make files from', { hint })
  }
  if (second) {
    const names = sets.map(({ snapshot }) => snapshot ?? 'exports of no snapshot').join(', ')
    throw inputError('usage', `files are made from one snapshot at a time, not from ${names}`)
  }
  return set ?? { resources: [], coveredTypes: new Set() }
}

function writeAll(files: readonly MadeFile[], out: string, { root, messages }: World): void {
  const folder = resolve(root, out)
  const shown = displayPath(root, folder)
  makeFolder(folder, shown, 'what is made is never written over something')
  for (const { path, text, fix } of files) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { flag: 'wx', mode: path.endsWith('.sh') ? 0o755 : 0o644 })
    messages.say(`${shellWord(`${shown}/${path}`)}  ${fix.title}`)
  }
}
