import { createHash } from 'node:crypto'
import { globMatcher } from '../globs.js'
import type { ExportCommand, Platform, Subject } from '../model/index.js'
import type { LoadedPolicy } from '../policies/index.js'
import { type Need, neededTypes } from './needs.js'

/** A command with the values that were given for it; others are still `<name>`. */
export interface PlannedCommand {
  readonly types: ExportCommand['types']
  readonly program: string
  readonly args: readonly string[]
  readonly file: string
  /** The name of the file with the names of values: `cluster-<cluster>.json`. */
  readonly template: string
  readonly source?: string
  readonly subject: Subject
  /** Why it may fail though nothing is amiss, see {@link ExportCommand.optional}. */
  readonly optional?: ExportCommand['optional']
  /** Names of the values that it lacks. */
  readonly missing: readonly string[]
}

/** The commands whose exports policies need. */
export interface CollectionPlan {
  readonly commands: readonly PlannedCommand[]
  /** The names of values that the commands know. */
  readonly placeholders: readonly string[]
  /** Types that no command exports, with what to do instead where that is known. */
  readonly unknown: readonly (Need & { readonly advice?: string })[]
}

/** Values by name; with several of one name, a command that needs it runs once for each. */
export type CollectionValues = ReadonlyMap<string, readonly string[]>

/** Which commands give what the policies need, in the order of the table, each once. */
export function planCollection(
  policies: readonly LoadedPolicy[],
  values: CollectionValues,
  platforms: readonly Platform[],
): CollectionPlan {
  const exportCommands = platforms.flatMap((platform) => platform.exports ?? [])
  const byHand = new Map(platforms.flatMap((platform) => Object.entries(platform.byHand ?? {})))
  const chosen = new Set<ExportCommand>()
  const unknown = new Map<string, Need>()
  for (const pack of new Set(policies.map((policy) => policy.pack))) {
    const needs = neededTypes(policies.filter((policy) => policy.pack === pack))
    const programs = new Set(
      needs.flatMap(({ type }) => commandsFor(type, exportCommands)).map(({ program }) => program),
    )
    for (const need of needs) {
      const found = commandsFor(need.type, exportCommands, programs)
      for (const command of found) chosen.add(command)
      if (found.length > 0) continue
      const others = unknown.get(need.type)?.policies ?? []
      unknown.set(need.type, { type: need.type, policies: [...others, ...need.policies] })
    }
  }
  const commands = exportCommands.filter((command) => chosen.has(command))
  return {
    commands: commands.flatMap((command) => filledIn(command, values)),
    placeholders: [...new Set(commands.flatMap((command) => placeholdersIn(command, /<(\w+)\??>/g)))].sort(),
    unknown: [...unknown.values()].map((need) => {
      const advice = byHand.get(need.type)
      return advice === undefined ? need : { ...need, advice }
    }),
  }
}

/**
 * The commands that export a type. A glob like `*Endpoint*` means only the programs that the exact types of its pack
 * use, if those have something for it: nobody asks Tencent Cloud on behalf of a pack that is all about Kubernetes.
 */
function commandsFor(
  type: string,
  exportCommands: readonly ExportCommand[],
  programs?: ReadonlySet<string>,
): ExportCommand[] {
  const isGlob = /[*?]/.test(type)
  if (isGlob && !programs) return []
  const found = exportCommands.filter(({ types }) => types.some(globMatcher([type])))
  const near = isGlob ? found.filter(({ program }) => programs?.has(program)) : found
  return near.length > 0 ? near : found
}

/** One command for each combination of the values that it needs. */
function filledIn(command: ExportCommand, values: CollectionValues): PlannedCommand[] {
  const names = placeholdersIn(command, /<(\w+)>/g)
  const missing = names.filter((name) => !values.has(name))
  let choices: ReadonlyMap<string, string>[] = [new Map()]
  for (const name of names.filter((name) => values.has(name))) {
    choices = choices.flatMap((choice) =>
      (values.get(name) ?? []).map((value) => new Map([...choice, [name, value]])),
    )
  }
  return choices.map((choice) => {
    const filled = (text: string, word: (value: string) => string) =>
      text.replace(/<(\w+)>/g, (whole, name) => (choice.has(name) ? word(choice.get(name) ?? '') : whole))
    const fill = (text: string) => filled(text, (value) => value)
    const { types, program, args, file, source, subject = {}, optional: mayFail } = command
    return {
      types,
      program,
      args: args.map(fill),
      file: filled(file, fileWord),
      template: file,
      ...(source !== undefined && { source }),
      ...(mayFail && { optional: mayFail }),
      subject: Object.fromEntries(
        Object.entries(subject).flatMap(([key, text]) => {
          const value = optional(text, values) ?? fill(text)
          return value === '' ? [] : [[key, value]]
        }),
      ),
      missing,
    }
  })
}

/**
 * A value as a part of a file's name. Some file systems have no colon; two values that become one are caught when the
 * file is made. A value with anything else in it, as a cloud has listed it, keeps apart from all others by its hash.
 */
function fileWord(value: string): string {
  const word = value.replace(/[:@]/g, '-')
  if (/^[\w.+-]+$/.test(word)) return word
  const hash = createHash('sha256').update(value).digest('hex').slice(0, 8)
  return `${word.replace(/[^\w.+-]+/g, '-').slice(0, 60)}-${hash}`
}

/** The one value of a `<name?>`, or nothing: of several values nobody can tell which is meant. */
function optional(text: string, values: CollectionValues): string | undefined {
  const name = /^<(\w+)\?>$/.exec(text)?.[1]
  if (name === undefined) return undefined
  const [only = '', second] = values.get(name) ?? []
  return second === undefined ? only : ''
}

function placeholdersIn({ args, file, subject = {} }: ExportCommand, pattern: RegExp): string[] {
  const texts = [...args, file, ...Object.values(subject)]
  return [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] as string)))]
}
