import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { makeFolder } from '../../programs/new-folder.js'
import type { MadeFile } from '../../runtime/fix/make-files.js'
import { recommend } from '../../runtime/fix/recommend.js'
import { inputError } from '../../runtime/input-error.js'
import { displayPath } from '../../runtime/paths.js'
import { printable } from '../../wording/printable.js'
import { shellWord } from '../../wording/shell-word.js'
import { exitCodes } from '../exit-codes.js'
import type { CommonFlags } from '../flags.js'
import { libraryOf } from '../named-packs.js'
import { readSettings } from '../settings.js'
import type { World } from '../world.js'

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
  const { now } = settings.base
  const { library, packs } = libraryOf([name], settings)
  const pack = onlyPack(packs, name)
  const requests = inputs.length > 0 ? inputs.map((path) => ({ path, source: flags.as })) : settings.inputs
  const made = recommend(pack, { only: flags.only, inputs: requests, now }, library, settings.base)
  messages.diagnose(made.warnings)
  for (const { fix, reason } of made.idle) messages.say(`${fix.id} made nothing: ${reason}`)
  if (made.files.length === 0) return exitCodes.nothingEvaluated
  if (flags.dryRun)
    for (const file of made.files) world.stdout.write(printable(`# ${file.path}\n${file.text}\n`))
  else writeAll(made.files, flags.out ?? `fix-${pack}`, world)
  return exitCodes.clean
}

function onlyPack([pack, second, ...more]: readonly string[], name: string): string {
  if (pack !== undefined && second === undefined) return pack
  const hint = pack === undefined ? 'name a pack' : `name one of them: ${[pack, second, ...more].join(', ')}`
  throw inputError('usage', `'${name}' is ${pack === undefined ? 'no pack' : 'more than one pack'}`, { hint })
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
