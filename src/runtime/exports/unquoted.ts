import type { Diagnostic } from '../model/index.js'

/** Mistakes of a text; other mistakes speak of what was read. */
const ofText = /^(?:yaml-|json-|duplicate-key$)/

/** Words of mistakes behind which they quote the text, to its end. */
const beforeQuote =
  /(a YAML token|in YAML stream|in YAML document|includes extra characters|escape sequence|(?:resolve|valid|[Uu]nresolved) tag|Verbatim tags|YAML version|nknown directive|the text ends in the middle|expected a value|Kubernetes does not know)\b.*$/s

/**
 * A mistake in an export without anything that the export says: what cannot be read may be a secret. Its place says where to
 * look, so that neither its line nor a key, a tag, an alias or a value has to be quoted.
 */
export function unquoted({ sourceLine: _, hint, ...diagnostic }: Diagnostic): Diagnostic {
  if (!ofText.test(diagnostic.code)) return { ...diagnostic, ...(hint !== undefined && { hint }) }
  const start = diagnostic.message
    .replace(beforeQuote, '$1')
    .replace(/, found ".*$/s, '')
    .replace(/^.* is too large a number$/s, 'too large a number')
    .replace(/^The .* tag has no suffix.*$/s, 'unsupported tag')
  const message = diagnostic.code === 'json-syntax' ? start : start.replace(/'.*'|".*"/s, '…')
  const isSafe = hint !== undefined && !hint.startsWith('define it before its use')
  return { ...diagnostic, message, ...(isSafe && { hint }) }
}
