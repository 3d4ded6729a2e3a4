import fc from 'fast-check'
import { platforms } from '../../src/platforms/index.js'
import { compile, isCelError, unknownValue } from '../../src/runtime/cel/index.js'
import { parseDocuments } from '../../src/runtime/documents/index.js'
import { rememberType } from '../../src/runtime/documents/resource-type.js'
import { firewallExtension } from '../../src/runtime/firewall/functions.js'
import { globMatcher } from '../../src/runtime/globs.js'
import type { Document, Platform, Resource } from '../../src/runtime/model/index.js'
import { documentsOf, exports, type Sample, sources } from './corpus.js'
import { damagedJson, damages, edited, editedText } from './damage.js'
import { accepted, demand, type Target, target } from './target.js'

const subject = { node: 'w1', cluster: 'shop' }
const allSources = platforms.flatMap((platform) => platform.sources ?? [])

const reading = platforms.filter(({ sources }) => sources !== undefined)

/** The real exports of each platform, damaged: recognised or not, read or refused, and their firewalls read. */
export const platformTargets: readonly Target[] = reading.map((platform) => {
  const samples = samplesOf(platform)
  const text = samples.filter(({ document }) => document.format === 'text')
  const data = samples.filter(({ document }) => document.format !== 'text')
  const inputs: fc.Arbitrary<Sample>[] = [
    ...(data.length > 0 ? [dataOf(data)] : []),
    ...(text.length > 0 ? [textOf(text)] : []),
  ]
  return target(`platform:${platform.name}`, fc.oneof(...inputs), (input) => readAll(platform, input))
})

interface Read {
  readonly file: string
  readonly document: Document
}

/** Those that its sources read; a platform that reads anything gets them all. */
function samplesOf({ sources: own = [] }: Platform): readonly Read[] {
  const all = exports.flatMap((sample) =>
    documentsOf(sample, subject).map((document) => ({ file: sample.file, document })),
  )
  const accepting = all.filter(({ document }) => own.some((source) => source.accepts(document)))
  return accepting.length > 0 ? accepting : all
}

function dataOf(samples: readonly Read[]): fc.Arbitrary<Sample> {
  return fc.tuple(fc.constantFrom(...samples), damages).map(([{ document }, all]) => ({
    file: 'export.json',
    text: damagedJson(document.data, all),
  }))
}

function textOf(samples: readonly Read[]): fc.Arbitrary<Sample> {
  return fc.tuple(fc.constantFrom(...samples), edited).map(([{ file, document }, all]) => ({
    file,
    text: editedText(document.data as string, all),
  }))
}

function readAll(platform: Platform, { file, text }: Sample): void {
  const format = file.endsWith('.json') ? 'json' : 'text'
  for (const document of accepted(() => parseDocuments(file, text, { format, subject })) ?? []) {
    const accepting = allSources.filter((source) => source.accepts(document))
    accepted(() => sources.read(document))
    for (const source of platform.sources ?? []) {
      const as = source.ofType ? `${source.name}:example.com/Thing` : source.name
      // The user may say what a document is, whether or not the source knows it again.
      const read = accepted(() => sources.read(document, as))
      for (const resource of read?.resources ?? []) checkResource(resource)
    }
    const isForced = accepting.length === 0
    for (const source of isForced ? [] : accepting) accepted(() => sources.read(document, nameOf(source)))
    for (const reader of platform.rulesets ?? []) {
      reader.looksLike(document.data)
      checkRuleset(document.data)
    }
  }
}

function nameOf({ name, ofType }: (typeof allSources)[number]): string {
  return ofType ? `${name}:example.com/Thing` : name
}

function checkResource(resource: Resource): void {
  const { type, id, name } = resource
  demand(
    [type, id, name].every((word) => typeof word === 'string' && word !== ''),
    `named '${type}' '${id}'`,
  )
  const { start } = resource.locate('')
  demand(start.line >= 1 && start.column >= 1, `stands at ${JSON.stringify(start)}`)
  const isFirewall = platforms.some(({ rulesets = [] }) =>
    rulesets.some(({ types }) => globMatcher(types)(type)),
  )
  if (isFirewall) checkRuleset(resource.data)
}

/** Nobody gets in; and what else is asked of firewalls. */
const questions = [
  "ruleset(object).inbound('any').onlyFrom([])",
  "ruleset(object).inbound('tcp', 22).openTo('0.0.0.0/0')",
  "ruleset(object).outbound('tcp', 1, 65535).peers()",
  "ruleset([object, object]).inbound('udp', 53).rulesBeyond(['10.0.0.0/8'])",
  "ruleset([object, object]).inbound('any').rulesForEveryoneBut(['10.0.0.0/8'], 8, 1000)",
  "ruleset(object).inbound('icmp').undecided()",
].map((question) => {
  const compiled = compile(question, {
    declarations: { object: 'dyn' },
    extensions: [firewallExtension(platforms)],
  })
  if ('problems' in compiled) throw new Error(compiled.problems.map(({ message }) => message).join('; '))
  return compiled.program
})

function answersOf(object: unknown): unknown[] {
  return questions.map((program) => program.evaluate({ object }))
}

function checkRuleset(data: unknown): void {
  for (const answer of answersOf(data)) {
    demand(answer !== undefined, 'no answer')
    if (isCelError(answer))
      demand(!/\[object |is not a function|primitive/.test(answer.message), answer.message)
  }
}

/** Firewalls that let somebody in, and the places of the values in their rules. */
const open = exports
  .flatMap((sample) => documentsOf(sample, subject))
  .filter(({ format }) => format !== 'text')
  .flatMap((document) => accepted(() => sources.read(document))?.resources ?? [])
  .filter(({ data }) => answersOf(data)[0] === false)
  .map(({ id, type, data }) => ({ id, type, data, places: leavesInLists(data) }))
  .filter(({ places }) => places.length > 0)

/**
 * What is damaged is undecided: a firewall that lets somebody in never becomes one that lets nobody in because a value in a
 * rule is of a type that it never has.
 */
export const damagedFirewalls: Target = target(
  'damaged firewalls',
  fc.constantFrom(...open).chain(({ id, type, data, places }) =>
    fc.record({
      firewall: fc.constant(`${type} ${id}`),
      data: fc.constant(data),
      place: fc.constantFrom(...places),
      value: fc.constantFrom<unknown>({}, [[]], { a: 1 }, [{}], true, -1, 0.5),
    }),
  ),
  ({ data, place, value }) => {
    const copy = structuredClone(data)
    const parent = place.slice(0, -1).reduce((at, key) => (at as Record<string, unknown>)[key], copy)
    ;(parent as Record<string, unknown>)[place.at(-1) as string] = value
    demand(answersOf(copy)[0] !== true, `nobody gets in any more by ${place.join('/')}`)
  },
)

function leavesInLists(data: unknown, path: readonly string[] = [], inList = false): (readonly string[])[] {
  if (typeof data !== 'object' || data === null) return inList ? [path] : []
  const below = inList || Array.isArray(data)
  return Object.entries(data).flatMap(([key, member]) => leavesInLists(member, [...path, key], below))
}

/** The same of values that nobody knows, of whatever kind they are. */
export const unknownParts: Target = target(
  'unknown parts of firewalls',
  fc.constantFrom(...open).chain(({ id, type, data }) =>
    fc.record({
      firewall: fc.constant(`${type} ${id}`),
      type: fc.constant(type),
      data: fc.constant(data),
      place: fc.constantFrom(...partsOf(data)),
    }),
  ),
  ({ type, data, place }) => {
    const copy = structuredClone(data)
    const parent = place.slice(0, -1).reduce((at, key) => (at as Record<string, unknown>)[key], copy)
    ;(parent as Record<string, unknown>)[place.at(-1) as string] = unknownValue('known after apply')
    rememberType(copy, type)
    demand(answersOf(copy)[0] !== true, `nobody gets in any more by ${place.join('/')}`)
  },
)

function partsOf(data: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof data !== 'object' || data === null) return []
  return Object.entries(data).flatMap(([key, member]) => [[...path, key], ...partsOf(member, [...path, key])])
}
