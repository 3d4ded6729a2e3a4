/**
 * How YAML becomes plain data.
 * - `core`: the YAML 1.2 core schema. Files of policytest are read so.
 * - `kubernetes`: as kubectl and the API server read it, see kubernetes-scalars.ts. What the cluster would see is what has
 *   to be judged.
 */
export type ScalarReading = 'core' | 'kubernetes'

const longestNumber = 1000

/**
 * The value of a plain scalar in the core schema. Integers beyond ±(2^53-1) are bigint, never rounded; what has more than
 * 1000 characters is text.
 */
export function coreValue(text: string): unknown {
  if (text.length > longestNumber) return text
  if (/^(?:|~|null|Null|NULL)$/.test(text)) return null
  if (/^(?:true|True|TRUE)$/.test(text)) return true
  if (/^(?:false|False|FALSE)$/.test(text)) return false
  if (/^[-+]?[0-9]+$/.test(text)) return integer(text)
  if (/^0o[0-7]+$|^0x[0-9a-fA-F]+$/.test(text)) return integer(text)
  return float(text) ?? text
}

/** An integer from decimal (leading zeros are zeros), `0x` or `0o` digits with an optional sign. */
function integer(text: string): number | bigint {
  const negative = text.startsWith('-')
  const digits = text.replace(/^[-+]/, '')
  const value = BigInt(digits)
  const signed = negative ? -value : value
  const exact = signed >= Number.MIN_SAFE_INTEGER && signed <= Number.MAX_SAFE_INTEGER
  return exact ? Number(signed) : signed
}

function float(text: string): number | undefined {
  if (/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text)) return Number(text)
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  return /^\.(?:nan|NaN|NAN)$/.test(text) ? Number.NaN : undefined
}
