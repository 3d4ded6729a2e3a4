import { createHash } from 'node:crypto'
import { cut } from '../cut.js'
import { codeSpan, escapeMarkdown } from '../markdown.js'
import { nameOf } from '../printable.js'

/** OSCAL's string: one line, no blank at its ends, never empty. */
export function oscalString(text: string): string {
  return nameOf(text).trim() || '(empty)'
}

/** Untrusted prose as OSCAL's markup-line, which is Markdown. */
export function prose(text: string): string {
  return escapeMarkdown(cut(text, mostProse)) || '(empty)'
}

/** Longer texts only make a document that nobody reads. */
const mostProse = 4000

/** An untrusted name within prose. */
export function named(text: string): string {
  return codeSpan(cut(text))
}

/**
 * A name as OSCAL's token, by which other documents find it: `ibm-pag/vpn-443` becomes `ibm-pag_vpn-443`. What has to
 * give way to more than that gets a digest, so that two names are never one token.
 */
export function token(name: string): string {
  const plain = name.replace('/', '_')
  if (/^[a-z][a-z0-9.-]*(_[a-z0-9.-]+)?$/i.test(plain) && !name.includes('_')) return plain
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${cut(plain, 100)
    .replace(/[^\p{L}\p{N}.-]/gu, '_')
    .replace(/^(?!\p{L}|_)/u, '_')}_${digest}`
}
