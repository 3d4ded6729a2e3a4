import { expect, test } from 'vitest'
import { progressDrawing } from './draw-progress.js'

/** What is drawn of steps, each with the milliseconds of its time. */
function drawnOf(steps: readonly [number, Parameters<ReturnType<typeof progressDrawing>>[0]][]): string[] {
  const drawn: string[] = []
  let at = 0
  const draw = progressDrawing({ progress: (text) => void drawn.push(text) }, () => at)
  for (const [time, step] of steps) {
    at = time
    draw(step)
  }
  return drawn
}

test('a short run shows nothing', () => {
  expect(
    drawnOf([
      [0, { doing: 'reading policies' }],
      [499, { doing: 'reading exports' }],
    ]),
  ).toEqual([])
})

test('a long one shows bytes, their rate, findings and the time that is left, ten times a second', () => {
  const doing = 'reading exports'
  const all = 300e6
  const steps = [
    [0, { doing }],
    [1000, { doing, bytes: { done: 25e6, all }, findings: 1 }],
    [1050, { doing, bytes: { done: 26e6, all }, findings: 1 }],
    [2000, { doing, bytes: { done: 50e6, all }, findings: 1204 }],
    [2010, { doing: 'judging 7 resources by 3 policies' }],
  ] as const
  expect(drawnOf(steps.map(([time, step]) => [time, step]))).toEqual([
    'reading exports: 25 of 300 MB, 25 MB/s, 1 finding, 11 s left',
    'reading exports: 50 of 300 MB, 25 MB/s, 1204 findings, 10 s left',
    'judging 7 resources by 3 policies',
  ])
})
