import { field } from './member.js'

/** The segments of an RFC 6901 pointer, unescaped: `/a~1b/0` gives `a/b`, `0`; `''` gives none. */
export function parsePointer(pointer: string): string[] {
  if (pointer === '') return []
  const parts = pointer.startsWith('/') ? pointer.slice(1).split('/') : pointer.split('/')
  return pointer.includes('~') ? parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')) : parts
}

/** The RFC 6901 pointer of these segments: `a/b`, 0 gives `/a~1b/0`. */
export function formatPointer(segments: readonly (string | number)[]): string {
  let pointer = ''
  for (const segment of segments) pointer += `/${typeof segment === 'number' ? segment : escaped(segment)}`
  return pointer
}

function escaped(segment: string): string {
  return /[~/]/.test(segment) ? segment.replaceAll('~', '~0').replaceAll('/', '~1') : segment
}

/** The list index that a pointer segment means, or undefined: `0`, `12`, but not `01`, `-` or `1.5`. */
export function listIndex(segment: string): number | undefined {
  return /^(?:0|[1-9]\d{0,9})$/.test(segment) ? Number(segment) : undefined
}

/** The value at an RFC 6901 pointer, or undefined when there is none. */
export function valueAt(data: unknown, pointer: string): unknown {
  return field(data, ...parsePointer(pointer))
}
