import { spansOf } from '../addresses/intervals.js'
import { append } from '../append.js'
import type { Ports } from '../model/index.js'

export const allPorts: Ports = [{ from: 0, to: 65536 }]

/** The ports from `first` to `last`, both included; empty when reversed. Undefined when a bound is no port number. */
export function portRange(first: unknown, last: unknown): Ports | undefined {
  const [from, to] = [portNumber(first), portNumber(last)]
  return from === undefined || to === undefined ? undefined : spansOf([{ from, to: to + 1 }])
}

/** The ICMP messages of a type, or of one code of it, in the place of ports. */
export function icmpMessages(type: number, code?: number): Ports {
  const from = type * 256 + (code ?? 0)
  return [{ from, to: code === undefined ? from + 256 : from + 1 }]
}

/** A port given as a number, bigint or digits; undefined for anything that is not 0 to 65535. */
export function portNumber(value: unknown): number | undefined {
  if (typeof value === 'bigint') return portNumber(Number(value))
  if (typeof value === 'string') return /^\d{1,5}$/.test(value) ? portNumber(Number(value)) : undefined
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 65536
    ? value
    : undefined
}

/** A list of ports and ranges as text, `22,8000-8010`, with the separator that the format uses; undefined when malformed. */
export function parsePorts(text: string, rangeSeparator = '-'): Ports | undefined {
  const spans: Ports[number][] = []
  for (const part of text.split(',')) {
    const [first = '', last = first, ...more] = part.trim().split(rangeSeparator)
    const range = more.length === 0 ? portRange(first.trim(), last.trim()) : undefined
    if (!range || range.length === 0) return undefined
    append(spans, range)
  }
  return spansOf(spans)
}

/** The ports as text: `22, 8000-8010`, `all ports`. */
export function formatPorts(ports: Ports): string {
  if (ports.length === 0) return 'no port'
  if (ports[0]?.from === 0 && ports[0].to === 65536) return 'all ports'
  return ports.map(({ from, to }) => (to - from === 1 ? `${from}` : `${from}-${to - 1}`)).join(', ')
}
