import type { Progress } from '../runtime/progress.js'
import { count } from '../wording/count.js'
import type { Messages } from './messages.js'

/** How long a run takes at least that shows how far it is, and how long a line stays, in milliseconds. */
const patience = 500
const interval = 100

/** Shows how far a run is: nothing of a short one, and of a long one a line that changes ten times a second at most. */
export function progressDrawing(
  { progress }: Pick<Messages, 'progress'>,
  now: () => number = () => performance.now(),
): (step: Progress) => void {
  const start = now()
  let drawn = start + patience - interval
  let doing = ''
  let begun = start
  return (step) => {
    const at = now()
    const isNew = step.doing !== doing
    if (isNew) begun = at
    doing = step.doing
    if (at < start + patience || (!isNew && at - drawn < interval)) return
    drawn = at
    progress(lineOf(step, (at - begun) / 1000))
  }
}

function lineOf({ doing, bytes, findings }: Progress, seconds: number): string {
  if (!bytes || bytes.done === 0) return doing
  const rate = bytes.done / Math.max(seconds, 0.001)
  const left = (bytes.all - bytes.done) / rate
  return [
    `${doing}: ${megabytes(bytes.done)} of ${megabytes(bytes.all)} MB`,
    `${megabytes(rate)} MB/s`,
    ...(findings === undefined ? [] : [count(findings, 'finding')]),
    ...(seconds >= 1 ? [`${duration(left)} left`] : []),
  ].join(', ')
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)
}

function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const minutes = Math.floor(whole / 60)
  return minutes === 0 ? `${whole} s` : `${minutes} min ${String(whole % 60).padStart(2, '0')} s`
}
