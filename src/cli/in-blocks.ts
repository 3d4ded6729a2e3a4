/** How much is written at once. */
const blockSize = 1 << 20

/** The same text in fewer and longer parts: each that is written costs a call of the system. */
export function* inBlocks(parts: Iterable<string>): Generator<string> {
  let block: string[] = []
  let size = 0
  for (const part of parts) {
    block.push(part)
    size += part.length
    if (size < blockSize) continue
    yield block.join('')
    block = []
    size = 0
  }
  if (size > 0) yield block.join('')
}
