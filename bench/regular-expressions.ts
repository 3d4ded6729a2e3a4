import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { globSync } from 'glob'
import ts from 'typescript'

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

/** Files whose expressions meet no long text, by why. */
const boundedFiles: Readonly<Record<string, string>> = {
  'src/runtime/cel/syntax/habits.ts': 'the first 2,000 characters of an expression',
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
const all = files.filter((file) => !Object.hasOwn(boundedFiles, file)).flatMap(expressionsIn)
const places = all.filter(({ text }) => /[*+]|\{\d+,\d*\}/.test(text) && !Object.hasOwn(bounded, text))
const expressions = new Map(places.map(({ text, file }) => [text, file] as const))

const long = 20_000
/** Below that nothing is to be said of growth. */
const milliseconds = 20
/** How many times as long a text four times as long may take: 4 is linear, 16 the square. */
const steepest = 9

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

/**
 * Attacks every regular expression of ours with texts that match in part, and prints those whose time grows faster than
 * their text: `npm run bench:regex`. Ends with 1 when there is one.
 */
let slow = 0
for (const [text, file] of expressions) {
  const end = text.lastIndexOf('/')
  const pattern = new RegExp(text.slice(1, end), text.slice(end + 1))
  let worst = { ratio: 0, time: 0, attack: '' }
  for (const attack of attacks(pattern)) {
    const time = timeOf(pattern, attack)
    if (time < milliseconds) continue
    const quarter = `${attack.slice(0, attack.length / 4)}\u0000`
    const ratio = Math.min(...[1, 2, 3].map(() => timeOf(pattern, attack) / timeOf(pattern, quarter)))
    if (ratio > worst.ratio) worst = { ratio, time, attack: JSON.stringify(attack.slice(0, 20)) }
  }
  if (worst.ratio < steepest) continue
  slow++
  console.log(
    `${file}: ${text}\n  ${worst.attack}…: ${worst.ratio.toFixed(1)} × as long for a text 4 × as long`,
  )
}
console.log(`${expressions.size} expressions, ${slow} of them slow`)
for (const text of Object.keys(bounded).filter((text) => !all.some((place) => place.text === text)))
  console.log(`no longer there: ${text}`)
process.exitCode = slow > 0 ? 1 : 0
