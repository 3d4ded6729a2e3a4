import { expect, test } from 'vitest'
import { startTimings } from './timings.js'

test('steps in their order, policies by what they took', () => {
  let at = 0
  const timings = startTimings(() => at)
  const steps: [number, string][] = [
    [40, 'reading policies'],
    [100, 'reading exports'],
    [160, 'reading exports'],
  ]
  for (const [time, doing] of steps) {
    at = time
    timings.step(doing)
  }
  timings.policy('quick', 1.5, 300)
  timings.policy('slow', 20, 10)
  timings.policy('slow', 30, 10)
  at = 1200
  expect(timings.text()).toBe(`where the time went: 1200 ms
     40 ms  starting
     60 ms  reading policies
   1100 ms  reading exports, of it policies 52 ms
policies, the slowest first:
     50 ms  slow: 2500.0 µs for each of 20 candidates
    1.5 ms  quick: 5.0 µs for each of 300 candidates`)
})
