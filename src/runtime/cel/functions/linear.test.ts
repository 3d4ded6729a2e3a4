import { describe, expect, test } from 'vitest'
import { indexFunctions, type Overload } from '../check/function-index.js'
import type { Type } from '../check/type.js'
import { type Budget, compile, isCelError, type Program } from '../index.js'
import { Duration, Optional, Timestamp, Uint } from '../values/values.js'
import { formatValues } from './formats/named-formats.js'
import { library } from './index.js'
import { parseCidr, parseIp } from './network/ip.js'
import { parseQuantity } from './quantity.js'
import { parseVersion } from './semver.js'
import { parseUrl } from './urls.js'

const few = 6_000
const many = 96_000

/** Texts that make a careless reader slow: it takes them for one thing as long as it can, and then they are another one. */
const nasty: Readonly<Record<string, (length: number) => string>> = {
  ...Object.fromEntries(
    [...'0=. -_:%+/\\["{?&<,\n\r\u2028éa😀'].map((c) => [JSON.stringify(c), (n: number) => c.repeat(n)]),
  ),
  'zeros and an x': (n) => `${'0'.repeat(n)}x`,
  'a point, zeros and an x': (n) => `.${'0'.repeat(n)}x`,
  'one, a point and zeros': (n) => `1.${'0'.repeat(n)}`,
  'digits and a suffix': (n) => `${'9'.repeat(n)}Ki`,
  'an exponent': (n) => `1e${'9'.repeat(n)}`,
  'hexadecimal zeros': (n) => `0x${'0'.repeat(n)}p${'0'.repeat(n)}x`,
  underscores: (n) => `${'1_'.repeat(n / 2)}_`,
  padding: (n) => `${'='.repeat(n)}x=`,
  'base64 and padding': (n) => `${'QUJD'.repeat(n / 4)}=`,
  'spaces and an x': (n) => `${' '.repeat(n)}x `,
  'line breaks and an x': (n) => `x${'\r\n'.repeat(n / 2)}x`,
  labels: (n) => `${'a.'.repeat(n / 2)}!`,
  'dashes in a label': (n) => `a${'-'.repeat(n)}!`,
  durations: (n) => `${'1h'.repeat(n / 2)}x`,
  'a duration': (n) => `${'0'.repeat(n)}h${'0'.repeat(n)}`,
  'a fraction of a second': (n) => `2024-01-01T00:00:00.${'0'.repeat(n)}x`,
  'an offset': (n) => `+${'0'.repeat(n)}:${'0'.repeat(n)}`,
  'a version': (n) => `${'0'.repeat(n)}1.${'0'.repeat(n)}2.3-${'a.'.repeat(n / 2)}`,
  'a version with dashes': (n) => `1.2.3-${'-'.repeat(n)}+`,
  'an address': (n) => `${'1.'.repeat(n / 2)}`,
  'an IPv6 address': (n) => `${'0:'.repeat(n / 2)}:/${'0'.repeat(n)}`,
  'a URL': (n) => `https://${'a@'.repeat(n / 2)}/${'%41'.repeat(n / 3)}`,
  'a URL with a query': (n) => `https://a/?${'a=%41&'.repeat(n / 6)}`,
  'a URL in brackets': (n) => `https://[${'0:'.repeat(n / 2)}]:${'0'.repeat(n)}x`,
  'a scheme': (n) => `${'a+'.repeat(n / 2)}`,
  formats: (n) => '%s'.repeat(n / 2),
  'decimals of a format': (n) => `%.${'0'.repeat(n)}f`,
  'a text that begins again and again': (n) => `${'a'.repeat(n - 1)}b`,
}

/** A value of each type that is not a text. */
const values: Readonly<Record<string, unknown>> = {
  int: 1,
  uint: new Uint(1n),
  double: 1.5,
  bool: true,
  dyn: 1,
  map: { a: 1 },
  'google.protobuf.Timestamp': new Timestamp(0n),
  'google.protobuf.Duration': new Duration(1n),
  'net.IP': parseIp('10.0.0.1'),
  'net.CIDR': parseCidr('10.0.0.0/8'),
  'kubernetes.URL': parseUrl('https://a/?b'),
  'kubernetes.Quantity': parseQuantity('1'),
  'kubernetes.Semver': parseVersion('1.2.3'),
  'kubernetes.NamedFormat': formatValues.get('uri'),
  Inventory: { list: () => [], get: () => undefined, where: () => [] },
}

/** The text as a value of a type; undefined for types that are made of no text. */
function made(of: Type, text: string): unknown {
  if (of.name === 'string') return text
  if (of.name === 'bytes') return new TextEncoder().encode(text)
  if (of.name === 'optional_type') return new Optional(text)
  const [element] = of.args
  if (of.name !== 'list' || !element) return undefined
  return element.name === 'string' || element.name === 'T' ? [text] : undefined
}

function given(of: Type): unknown {
  if (of.name === 'list') return []
  return made(of, 'a') ?? values[of.name] ?? 'a'
}

const { functions, methods } = indexFunctions(library.functions)
const overloads = [...functions.values(), ...methods.values()].flat()
const typesOf = ({ receiver, params }: Overload): readonly Type[] => [
  ...(receiver ? [receiver] : []),
  ...params,
]
const ofTexts = overloads.filter((overload) =>
  typesOf(overload).some((type) => made(type, 'a') !== undefined),
)

function programOf(overload: Overload): Program {
  const names = typesOf(overload).map((_, i) => `a${i}`)
  const [self = '', ...rest] = names
  const call = overload.receiver
    ? `${self}.${overload.of.name}(${rest.join(', ')})`
    : `${overload.of.name}(${names.join(', ')})`
  const compiled = compile(call, { declarations: Object.fromEntries(names.map((name) => [name, 'dyn'])) })
  if ('problems' in compiled) throw new Error(compiled.problems.map(({ message }) => message).join('; '))
  return compiled.program
}

/** With the text in one place, or in all of them. */
function* scopes(overload: Overload, text: string): Generator<Readonly<Record<string, unknown>>> {
  const types = typesOf(overload)
  const at = [...types.keys()].filter((i) => made(types[i] as Type, 'a') !== undefined)
  for (const places of at.length > 1 ? [...at.map((i) => [i]), at] : [at])
    yield Object.fromEntries(
      types.map((type, i) => [`a${i}`, places.includes(i) ? made(type, text) : given(type)] as const),
    )
}

describe('whatever a text is, a function takes steps in proportion to its length', () => {
  test.each(ofTexts.map((overload) => [overload.signature, overload] as const))(
    '%s',
    { timeout: 60_000 },
    (_, overload) => {
      const program = programOf(overload)
      const steps = (scope: Readonly<Record<string, unknown>>): readonly [number, boolean] => {
        const budget: Budget = { left: Number.MAX_SAFE_INTEGER }
        const result = program.evaluate(scope, budget)
        return [Number.MAX_SAFE_INTEGER - budget.left, isCelError(result) && result.code === 'budget']
      }
      const wrong: unknown[] = []
      for (const [name, text] of Object.entries(nasty)) {
        const short = [...scopes(overload, text(few))].map(steps)
        const long = [...scopes(overload, text(many))].map(steps)
        for (const [i, [taken, stopped]] of long.entries()) {
          const [before] = short[i] as readonly [number, boolean]
          if (stopped || taken > (many / few) * 1.1 * before + 100)
            wrong.push({ name, i, before, taken, stopped })
        }
      }
      expect(wrong).toEqual([])
    },
  )
})
