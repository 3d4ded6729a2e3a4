/**
 * Tries hostile inputs on everything that reads, and prints how many of each.
 * Usage: npm run fuzz -- [--minutes N] [--seed S] [--only NAME]
 */
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { targets } from './targets.js'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    only: { type: 'string', default: '' },
  },
})
const seed = Number(values.seed)
const chosen = targets.filter(({ name }) => name.includes(values.only))
/** Milliseconds for one target before it is the next one's turn. */
const turn = values.only === '' ? Math.min(2_000, (Number(values.minutes) * 60_000) / chosen.length) : 60_000
const end = performance.now() + Number(values.minutes) * 60_000
const counts = new Map<string, number>(chosen.map(({ name }) => [name, 0]))
const failed = new Set<string>()
const beat = startWatchdog()

console.log(`seed ${seed}`)
for (let round = 0; performance.now() < end && failed.size < chosen.length; round++) {
  for (const { name, check } of chosen) {
    if (failed.has(name) || performance.now() >= end) continue
    const replay = `npm run fuzz -- --seed ${seed + round} --only '${name}'`
    beat(replay)
    const interruptAfterTimeLimit = Math.min(turn, end - performance.now())
    const details = check({ seed: seed + round, numRuns: 1_000_000, interruptAfterTimeLimit })
    counts.set(name, (counts.get(name) ?? 0) + details.numRuns)
    if (!details.failed) continue
    failed.add(name)
    const { errorInstance, counterexample } = details
    const stack = errorInstance instanceof Error ? errorInstance.stack : String(errorInstance)
    console.log(`\n${name}: ${replay}\n${stack}\n${fc.stringify(counterexample).slice(0, 6_000)}`)
  }
}

const width = Math.max(...chosen.map(({ name }) => name.length))
console.log()
for (const [name, count] of counts)
  console.log(`${name.padEnd(width)} ${String(count).padStart(9)}${failed.has(name) ? '  failed' : ''}`)
const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
console.log(`${'all'.padEnd(width)} ${String(total).padStart(9)}  ${failed.size} failed`)
process.exit(failed.size > 0 ? 1 : 0)

/** Ends the program where an input never does, with the words to try it again. */
function startWatchdog(): (replay: string) => void {
  const watchdog = new Worker(
    `const { parentPort } = require('node:worker_threads')
    let timer
    parentPort.on('message', (replay) => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        require('node:fs').writeSync(1, 'no end after two minutes: ' + replay + '\\n')
        process.kill(process.pid, 'SIGKILL')
      }, 120_000)
    })`,
    { eval: true },
  )
  watchdog.unref()
  return (replay) => watchdog.postMessage(replay)
}
