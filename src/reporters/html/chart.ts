import { markup as html, type Markup } from '../markup.js'

/** A part of a stacked bar; the name gives it colour and pattern. */
export interface Segment {
  readonly name: string
  readonly title: string
  readonly count: number
}

const height = 12

/** So narrow at least, in percent, is what is there at all. */
const narrowest = 1.5

/** A stacked bar as inline SVG, as wide as its place; its text has the numbers, those of nothing included. */
export function stackedBar(about: string, segments: readonly Segment[]): Markup {
  const numbers = segments.map(({ title, count }) => `${count} ${title.toLowerCase()}`).join(', ')
  let x = 0
  const rects = widthsOf(segments).map(({ name, room }) => {
    const rect = html`<rect class="fill-${name}" x="${percent(x)}" width="${percent(room)}" height="${height}"/>`
    x += room
    return rect
  })
  return html`<svg class="bar" role="img" aria-label="${about}: ${numbers}" width="100%" height="${height}"><rect class="track" width="100%" height="${height}"/>${rects}</svg>`
}

/** The square that stands for a segment in a heading. */
export function swatch(name: string): Markup {
  return html`<svg class="swatch" aria-hidden="true" width="12" height="12"><rect class="fill-${name}" width="12" height="12"/></svg>`
}

/** Segments are told apart in grey, too: these have a pattern. */
const patterns: readonly { readonly name: string; readonly marks: Markup }[] = [
  { name: 'undecided', marks: html`<path d="M-1 7 7 -1M3 11 11 3" class="mark"/>` },
  { name: 'waived', marks: html`<circle cx="4" cy="4" r="1.5" class="dot"/>` },
  { name: 'attested', marks: html`<path d="M0 4H8" class="mark"/>` },
]

/** Once on a page that has bars. */
export function patternsOfBars(): Markup {
  const defined = patterns.map(
    ({ name, marks }) =>
      html`<pattern id="Pattern-${name}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" class="ground-${name}"/>${marks}</pattern>`,
  )
  return html`<svg class="patterns" aria-hidden="true" width="0" height="0"><defs>${defined}</defs></svg>`
}

function widthsOf(segments: readonly Segment[]): { readonly name: string; readonly room: number }[] {
  const there = segments.filter(({ count }) => count > 0)
  const all = there.reduce((sum, { count }) => sum + count, 0)
  const free = 100 - narrowest * there.length
  return there.map(({ name, count }) => ({ name, room: narrowest + (free * count) / all }))
}

function percent(number: number): string {
  return `${Math.round(number * 100) / 100}%`
}
