import { count } from '../../wording/count.js'
import type { Block } from './blocks.js'

/** Room for the line that says what was left out. */
const reserve = 120

/** The blocks from the first on that keepWithin into so many bytes; the rest is counted in the last line. */
export function keepWithin(blocks: readonly Block[], bytes: number): string {
  const size = blocks.reduce((sum, block) => sum + sizeOf(block), 0)
  if (size <= bytes) return joined(blocks)
  let room = bytes - reserve
  const kept = blocks.findIndex((block) => {
    room -= sizeOf(block)
    return room < 0
  })
  const left = blocks.slice(kept).reduce((sum, block) => sum + (block.entries ?? 0), 0)
  return joined([
    ...blocks.slice(0, kept),
    { text: `**${count(left, 'more entry', 'more entries')} not shown: too long.**` },
  ])
}

function joined(blocks: readonly Block[]): string {
  const text = blocks.map((block, i) => `${i === 0 ? '' : block.tight ? '\n' : '\n\n'}${block.text}`).join('')
  return `${text}\n`
}

/** With the line breaks before it. */
function sizeOf({ text }: Block): number {
  return Buffer.byteLength(text) + 2
}
