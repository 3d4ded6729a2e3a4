import fc from 'fast-check'

/** Names that mean something to JavaScript. */
const prototypeNames = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length']

const texts = [
  '',
  ' ',
  '0',
  '-1',
  '1e999',
  'null',
  '*',
  '::error::x',
  '\u2003::error::x',
  '##vso[task.complete]x',
  '##[error]x',
  ']]>',
  '</testsuite>',
  '<!--',
  '\u0000',
  '\u001b[2J',
  'a\nb',
  '\r',
  '\u202e',
  '\ud800',
  '\u2028::warning::x',
  '0.0.0.0/0',
  '::/0',
  '10.0.0.0/33',
  '999.1.1.1',
  '65536',
  'tcp',
  'all',
  ...prototypeNames,
]

/** What no export should hold where anything else is expected. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1, 0.5, 65_536, 2 ** 53, -1e308),
  fc.constantFrom(...texts),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom<unknown>([], {}, [[]], [null], [{}], { a: { b: [] } }),
  fc.constantFrom(3_000, 50_000).map((length) => 'a'.repeat(length)),
  fc.constantFrom(200, 2_000).map((length) => Array.from({ length }, (_, i) => i)),
  fc.constantFrom(30, 150).map(nested),
  fc.constantFrom(...prototypeNames).map((name) => withMember({}, name, { polluted: true })),
)

function nested(depth: number): unknown {
  let data: unknown = 'deep'
  for (let i = 0; i < depth; i++) data = i % 2 ? [data] : { in: data }
  return data
}

/** Texts that mean something to whatever reads a report, one after the other. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...texts), fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 6 })
  .map((parts) => parts.join(''))
  .filter((text) => text !== '')

const ways = ['replace', 'remove', 'rename', 'twice', 'wrap', 'copy', 'swap', 'add', 'empty'] as const

/** One change of a tree: where (`at` counts the nodes, modulo their number), how, and by what. */
export interface Damage {
  readonly at: number
  readonly from: number
  readonly way: (typeof ways)[number]
  readonly name: string
  readonly value: unknown
}

export const damages: fc.Arbitrary<readonly Damage[]> = fc.array(
  fc.record({
    at: fc.nat(100_000),
    from: fc.nat(100_000),
    way: fc.constantFrom(...ways),
    name: fc.constantFrom(...texts),
    value: hostile,
  }),
  { maxLength: 4 },
)

/** Ends the name of a key that the text of the data gives twice; see {@link damagedJson}. */
const again = '\u0000again'

/** A copy of plain data with the damages done to it, one after the other. */
export function damaged(data: unknown, all: readonly Damage[]): unknown {
  return all.reduce(damageOnce, structuredClone(data))
}

/** The same as the text of JSON, in which keys may stand twice. */
export function damagedJson(data: unknown, all: readonly Damage[], space?: number): string {
  return (JSON.stringify(damaged(data, all), null, space) ?? 'null').replaceAll('\\u0000again"', '"')
}

interface Node {
  readonly parent: Record<string, unknown>
  readonly key: string
}

function damageOnce(root: unknown, { at, from, way, name, value: given }: Damage): unknown {
  // a later damage must not change what other inputs are given, nor lead it into itself
  const value = structuredClone(given)
  const top = { root }
  const nodes = nodesOf(top)
  const { parent, key } = nodes[at % nodes.length] as Node
  const other = nodes[from % nodes.length] as Node
  const current = parent[key]
  switch (way) {
    case 'replace':
      put(parent, key, value)
      break
    case 'remove':
      if (Array.isArray(parent)) parent.splice(Number(key), 1)
      else if (parent !== top) delete parent[key]
      break
    case 'rename':
      if (parent === top || Array.isArray(parent)) break
      delete parent[key]
      put(parent, name, current)
      break
    case 'twice':
      if (parent !== top && !Array.isArray(parent)) put(parent, `${key}${again}`, value)
      break
    case 'wrap':
      put(parent, key, Array.isArray(value) ? [current] : withMember({}, name, current))
      break
    case 'copy':
      put(parent, key, structuredClone(other.parent[other.key]))
      break
    case 'swap': {
      const copy = structuredClone(current)
      put(parent, key, structuredClone(other.parent[other.key]))
      put(other.parent, other.key, copy)
      break
    }
    case 'add':
      if (Array.isArray(current)) current.push(value)
      else if (typeof current === 'object' && current !== null) withMember(current, name, value)
      break
    case 'empty':
      put(parent, key, Array.isArray(current) ? [] : typeof current === 'object' ? {} : '')
  }
  return top.root
}

function nodesOf(top: Record<string, unknown>): Node[] {
  const nodes: Node[] = []
  const open: unknown[] = [top]
  for (const container of open) {
    if (typeof container !== 'object' || container === null) continue
    for (const key of Object.keys(container)) {
      const parent = container as Record<string, unknown>
      nodes.push({ parent, key })
      open.push(parent[key])
    }
  }
  return nodes
}

function put(parent: object, key: string, value: unknown): void {
  if (Array.isArray(parent)) parent[Number(key)] = value
  else withMember(parent, key, value)
}

/** Sets a member that `__proto__` may name. */
function withMember<T extends object>(object: T, key: string, value: unknown): T {
  return Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
}

const tokens = [
  ...texts,
  ...'{}[]()<>:,;#&*!|?@%`"\'\\/-+=~^$.\t\n'.split(''),
  '---\n',
  '...\n',
  '&a ',
  '*a',
  '<<: ',
  '!!binary ',
  '!<x> ',
  '|\n',
  '>-\n',
  '- ',
  ': ',
  '%YAML 1.1\n---\n',
  '\ufeff',
  '\r\n',
  '{"a":1,"a":2}',
  '1'.repeat(400),
  '['.repeat(300),
  '-m ',
  '! ',
  '-A INPUT -j ACCEPT\n',
  'COMMIT\n',
  '*filter\n',
]

const edits = ['insert', 'delete', 'replace', 'cut', 'line twice', 'line away', 'swap lines'] as const

/** One change of a text, at a character or a line of it (modulo their number). */
export interface Edit {
  readonly at: number
  readonly length: number
  readonly way: (typeof edits)[number]
  readonly token: string
}

export const edited: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({
    at: fc.nat(100_000),
    length: fc.nat(12),
    way: fc.constantFrom(...edits),
    token: fc.oneof(fc.constantFrom(...tokens), fc.string({ unit: 'binary', maxLength: 4 })),
  }),
  { maxLength: 5 },
)

/** A text with the changes made to it, one after the other. */
export function editedText(text: string, all: readonly Edit[]): string {
  return all.reduce(editOnce, text)
}

function editOnce(text: string, { at, length, way, token }: Edit): string {
  const place = at % (text.length + 1)
  if (way === 'insert') return text.slice(0, place) + token + text.slice(place)
  if (way === 'delete') return text.slice(0, place) + text.slice(place + length)
  if (way === 'replace') return text.slice(0, place) + token + text.slice(place + length)
  if (way === 'cut') return text.slice(0, place)
  const lines = text.split('\n')
  const line = at % lines.length
  const other = (at + length) % lines.length
  const [here = '', there = ''] = [lines[line], lines[other]]
  if (way === 'line twice') return lines.toSpliced(line, 0, here).join('\n')
  if (way === 'line away') return lines.toSpliced(line, 1).join('\n')
  return lines.with(line, there).with(other, here).join('\n')
}
