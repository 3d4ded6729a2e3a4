/** Compares the expression engine with hand-written JavaScript and with the CEL libraries: `npm run bench:cel`. */
import * as bufbuild from '@bufbuild/cel'
import { Environment } from '@marcbachmann/cel-js'
import * as celJs from 'cel-js'
import { compile } from '../src/runtime/cel/index.js'
import { type Check, checks } from './cel-checks.js'

type Run = (object: unknown) => unknown

/** How each contender turns an expression into a function. */
const contenders: Readonly<Record<string, (expression: string) => Run>> = {
  policytest(expression) {
    const compiled = compile(expression, { declarations: { object: 'dyn' } })
    if ('problems' in compiled) throw new Error(compiled.problems[0]?.message)
    const { program } = compiled
    return (object) => program.evaluate({ object })
  },
  '@marcbachmann/cel-js'(expression) {
    const program = new Environment({ unlistedVariablesAreDyn: true }).parse(expression)
    return (object) => program({ object })
  },
  '@bufbuild/cel'(expression) {
    const program = bufbuild.plan(bufbuild.celEnv(), bufbuild.parse(expression))
    return (object) => program({ object: object as bufbuild.CelInput })
  },
  'cel-js'(expression) {
    const parsed = celJs.parse(expression)
    if (!parsed.isSuccess) throw new Error(parsed.errors.join())
    return (object) => celJs.evaluate(parsed.cst, { object })
  },
}

/** Nanoseconds per call: the median of rounds, each long enough for the clock. */
function measure(run: Run, data: readonly unknown[]): number {
  const rounds: number[] = []
  const deadline = performance.now() + 700
  do {
    const start = process.hrtime.bigint()
    let calls = 0
    do {
      for (const object of data) run(object)
      calls += data.length
    } while (process.hrtime.bigint() - start < 20_000_000n)
    rounds.push(Number(process.hrtime.bigint() - start) / calls)
  } while (performance.now() < deadline)
  return rounds.sort((a, b) => a - b)[Math.floor(rounds.length / 2)] as number
}

/** The function of a contender; undefined when it cannot do the check or gives another answer than we do by hand. */
function prepare(name: string, check: Check): Run | undefined {
  if (check.only && !check.only.includes(name)) return undefined
  const byHand = check.byHand as (object: unknown) => boolean
  try {
    const run = contenders[name]?.(check.expression)
    return run && check.data.every((object) => run(object) === byHand(object)) ? run : undefined
  } catch {
    // A library that throws for an expression cannot do it: that is its result here.
    return undefined
  }
}

const names = Object.keys(contenders)
const libraries = names.filter((name) => name !== 'policytest')
const logs = { byHand: [] as number[], library: [] as number[] }
const line = (cells: readonly string[]): void =>
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(28) : cell.padStart(22))).join(''))
line(['ns per evaluation', 'by hand', ...names, '× by hand', '× faster than library'])
for (const check of checks) {
  const byHand = measure(check.byHand as Run, check.data)
  const times = names.map((name) => {
    const run = prepare(name, check)
    return run ? measure(run, check.data) : undefined
  })
  const [ours, ...theirs] = times
  if (ours === undefined)
    throw new Error(`policytest gives another answer than the hand-written check '${check.name}'`)
  const best = Math.min(...theirs.filter((time) => time !== undefined))
  logs.byHand.push(Math.log(ours / byHand))
  if (Number.isFinite(best)) logs.library.push(Math.log(best / ours))
  const shown = times.map((time) => (time === undefined ? '-' : time.toFixed(0)))
  const faster = Number.isFinite(best) ? (best / ours).toFixed(1) : '-'
  line([check.name, byHand.toFixed(0), ...shown, (ours / byHand).toFixed(1), faster])
}
const mean = (of: readonly number[]): string => Math.exp(of.reduce((a, b) => a + b, 0) / of.length).toFixed(1)
line(['geometric mean', '', '', ...libraries.map(() => ''), mean(logs.byHand), mean(logs.library)])
