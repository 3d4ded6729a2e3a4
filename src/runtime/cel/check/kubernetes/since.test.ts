import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { library } from '../../functions/index.js'
import { compile } from '../../index.js'
import { indexFunctions, type Overload } from '../function-index.js'
import { formatType } from '../type.js'

/** Asked of Kubernetes' own code: overloads and macros with the version that brought them, 1.23 being the oldest asked. */
const recorded: {
  readonly functions: Readonly<Record<string, string>>
  readonly macros: Readonly<Record<string, string>>
} = JSON.parse(
  readFileSync(new URL('../../../../../testdata/kubernetes/1.37/since.json', import.meta.url), 'utf8'),
)
const oldest = 27

/** One signature as the recording writes it, parameters named in the order of their appearance. */
function canonical(text: string): string {
  const names = new Map<string, string>()
  return text
    .replaceAll('optional_type', 'optional')
    .replace(/<([A-Z])>/g, '$1')
    .replace(/(?<![\w.])[A-Z](?![\w.])/g, (name) => {
      const known = names.get(name) ?? `T${names.size}`
      names.set(name, known)
      return known
    })
}

function signature({ receiver, of, params }: Overload): string {
  const text = `${receiver ? `${formatParts(receiver)}.` : ''}${of.name}(${params.map(formatParts).join(', ')})`
  return canonical(text)
}

function formatParts(type: Overload['returns']): string {
  if (/^[A-Z]$/.test(type.name)) return type.name
  const name = formatType({ ...type, args: [] })
  return type.args.length === 0 ? name : `${name}(${type.args.map(formatParts).join(', ')})`
}

test('an API server of each version has just the overloads that it has', () => {
  for (let minor = oldest; minor <= 37; minor++) {
    const { methods, functions } = indexFunctions(library.functions, { minor })
    const ours = [...methods.values(), ...functions.values()].flat().map(signature)
    const theirs = Object.entries(recorded.functions).flatMap(([text, since]) =>
      Number(since.slice(2)) <= minor ? [canonical(text)] : [],
    )
    expect([minor, ours.sort()]).toEqual([minor, theirs.sort()])
  }
})

test.each(Object.entries(recorded.macros))('%s is there since %s', (expression, since) => {
  const compiles = (minor: number): boolean =>
    'program' in compile(expression, { declarations: {}, kubernetes: { minor } })
  const first = [27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37].find(compiles)
  const wanted = since === 'never' ? undefined : Math.max(oldest, Number(since.slice(2)))
  expect(first).toBe(wanted)
})
