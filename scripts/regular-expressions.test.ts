import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { globSync } from 'glob'
import ts from 'typescript'
import { expect, test } from 'vitest'

/** Expressions that may be slow, by why they are not: most never meet a long text. */
const bounded: Readonly<Record<string, string>> = {
  '/^([-+]?)(\\d*)(\\.\\d*)?([eEinumkKMGTP]*[-+]?\\d*)$/': 'at most 128 characters',
  '/\\\\[pPx]\\{[^}]*\\}|\\\\.|\\[\\^?\\]?(?:\\[:\\^?\\w+:\\]|\\\\.|[^\\\\\\]])*\\]|\\{\\d+(?:,\\d*)?\\}|./gsu':
    'patterns of at most 1,000 characters',
  '/"((?:[^"\\\\]|\\\\.)*)"|([^\\s"]+)|(")/g': 'nothing is read behind the first quote that is not closed',
  '/\\B(?=(?:\\d{3})+$)/g': 'the digits of a double',
  '/^\\.|\\/.*$/g': 'names in the source',
  '/\\.(ya?ml|json)([.~_-].*|\\d+)$/i': 'the name of a file',
}

interface Place {
  readonly text: string
  readonly file: string
}

function expressionsIn(file: string): readonly Place[] {
  const found: Place[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push({ text: node.text, file })
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest))
  return found
}

const files = globSync('src/**/*.ts').filter((file) => !file.endsWith('.test.ts'))
const all = files.flatMap(expressionsIn)
const places = all.filter(({ text }) => /[*+]|\{\d+,\d*\}/.test(text) && !Object.hasOwn(bounded, text))
const expressions = new Map(places.map(({ text, file }) => [text, file] as const))

const long = 20_000
/** An expression that takes the square of the length takes a hundred times as long. */
const milliseconds = 150

/** Texts that match in part, with one piece of them again and again and then what does not match. */
function* attacks(pattern: RegExp): Generator<string> {
  for (const character of ' \t\n\r\u2028a0_-.:/="{,') yield `${character.repeat(long)}\u0000`
  const source = pattern.source.replace(/\\b|\\B|\(\?<?[!=][^)]*\)/g, '')
  let samples: string[] = []
  try {
    const flags = pattern.flags.replace(/[^su]/g, '')
    samples = fc.sample(fc.stringMatching(new RegExp(source, flags), { size: 'small' }), {
      numRuns: 6,
      seed: 1,
    })
  } catch {
    return
  }
  for (const sample of samples) {
    for (let at = 0; at < Math.min(sample.length, 12); at++) {
      for (const length of [1, 2]) {
        const piece = sample.slice(at, at + length)
        yield `${sample.slice(0, at)}${piece.repeat(long / length)}\u0000`
      }
    }
  }
}

function timeOf(pattern: RegExp, text: string): number {
  const start = performance.now()
  pattern.lastIndex = 0
  text.replace(pattern, '')
  return performance.now() - start
}

test('no reason is given without need', () => {
  expect(Object.keys(bounded).filter((text) => !all.some((place) => place.text === text))).toEqual([])
})

test('no regular expression takes the square of the length of a text', { timeout: 120_000 }, () => {
  const slow: unknown[] = []
  for (const [text, file] of expressions) {
    const end = text.lastIndexOf('/')
    const pattern = new RegExp(text.slice(1, end), text.slice(end + 1))
    for (const attack of attacks(pattern)) {
      // A machine may be busy for a moment, but not three times.
      const isSlow = [1, 2, 3].every(() => timeOf(pattern, attack) > milliseconds)
      if (!isSlow) continue
      slow.push({ file, text, attack: `${attack.slice(0, 20)}…` })
      break
    }
  }
  expect(slow).toEqual([])
})
