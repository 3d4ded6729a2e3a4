import { count } from '../wording/count.js'

/** Where the time of a run goes. */
export interface Timings {
  /** Another step begins, or goes on. */
  step(doing: string): void
  /** A policy has taken so many milliseconds for some candidates. */
  policy(id: string, milliseconds: number, candidates: number): void
  /** The steps with their times, and the policies, slowest first. */
  text(): string
}

/** How many policies are listed. */
const mostPolicies = 30

/** Begins to measure. */
export function startTimings(now: () => number = () => performance.now()): Timings {
  const steps = new Map<string, { time: number; judging: number }>()
  const policies = new Map<string, { time: number; candidates: number }>()
  let doing = 'starting'
  let begun = now()
  const current = () => {
    const step = steps.get(doing) ?? { time: 0, judging: 0 }
    steps.set(doing, step)
    return step
  }
  const step = (next: string) => {
    if (next === doing) return
    const at = now()
    current().time += at - begun
    begun = at
    doing = next
  }
  return {
    step,
    policy(id, milliseconds, candidates) {
      const known = policies.get(id) ?? { time: 0, candidates: 0 }
      policies.set(id, { time: known.time + milliseconds, candidates: known.candidates + candidates })
      current().judging += milliseconds
    },
    text() {
      step('')
      const total = [...steps.values()].reduce((sum, { time }) => sum + time, 0)
      const slowest = [...policies].sort(([, a], [, b]) => b.time - a.time)
      const rest = slowest.slice(mostPolicies)
      return [
        `where the time went: ${milliseconds(total)}`,
        ...[...steps].map(
          ([name, { time, judging }]) =>
            `${cell(time)}  ${name}${judging > 0 ? `, of it policies ${milliseconds(judging)}` : ''}`,
        ),
        ...(slowest.length > 0 ? ['policies, the slowest first:'] : []),
        ...slowest.slice(0, mostPolicies).map(([id, { time, candidates }]) => {
          const each = `${((time * 1000) / Math.max(candidates, 1)).toFixed(1)} µs`
          return `${cell(time)}  ${id}: ${each} for each of ${count(candidates, 'candidate')}`
        }),
        ...(rest.length > 0
          ? [
              `${cell(rest.reduce((sum, [, { time }]) => sum + time, 0))}  ${count(rest.length, 'more policy', 'more policies')}`,
            ]
          : []),
      ].join('\n')
    },
  }
}

function cell(time: number): string {
  return milliseconds(time).padStart(10)
}

function milliseconds(time: number): string {
  return `${time.toFixed(time < 10 ? 1 : 0)} ms`
}
