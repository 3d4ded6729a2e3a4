/**
 * How plain (unquoted) scalars become values.
 * - `core`: the YAML 1.2 core schema. Policy files are read so.
 * - `kubernetes`: as kubectl's YAML reader does: also `yes`/`no`, `on`/`off`, `y`/`n` are booleans, `0644` is octal,
 *   `0b1` binary, and `1_000` an integer. What the cluster would see is what has to be judged.
 */
export type ScalarReading = 'core' | 'kubernetes'

const longestNumber = 1000

/**
 * The value of a plain scalar. Integers beyond ±(2^53-1) are bigint, never rounded; what has more than 1000 characters
 * is text.
 */
export function plainValue(text: string, reading: ScalarReading): unknown {
  if (text.length > longestNumber) return text
  if (/^(?:|~|null|Null|NULL)$/.test(text)) return null
  if (/^(?:true|True|TRUE)$/.test(text)) return true
  if (/^(?:false|False|FALSE)$/.test(text)) return false
  if (reading === 'kubernetes') return kubernetesValue(text)
  if (/^[-+]?[0-9]+$/.test(text)) return integer(text)
  if (/^0o[0-7]+$|^0x[0-9a-fA-F]+$/.test(text)) return integer(text)
  return float(text) ?? text
}

/** An integer from decimal (leading zeros are zeros), `0x`, `0o` or `0b` digits with an optional sign. */
export function integer(text: string): number | bigint {
  const negative = text.startsWith('-')
  const digits = text.replace(/^[-+]/, '')
  const value = BigInt(digits)
  const signed = negative ? -value : value
  const exact = signed >= Number.MIN_SAFE_INTEGER && signed <= Number.MAX_SAFE_INTEGER
  return exact ? Number(signed) : signed
}

// https://github.com/kubernetes-sigs/yaml/blob/master/goyaml.v2/resolve.go
function kubernetesValue(text: string): unknown {
  if (/^(?:y|Y|yes|Yes|YES|on|On|ON)$/.test(text)) return true
  if (/^(?:n|N|no|No|NO|off|Off|OFF)$/.test(text)) return false
  if (!/^[-+0-9]/.test(text)) return float(text) ?? text
  const digits = text.replaceAll('_', '')
  if (/^[-+]?(?:0|[1-9][0-9]*|0x[0-9a-fA-F]+|0X[0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/.test(digits))
    return integer(digits)
  if (/^[-+]?0[0-7]+$/.test(digits)) return integer(digits.replace('0', '0o'))
  return float(digits) ?? text
}

function float(text: string): number | undefined {
  if (/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(text)) return Number(text)
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  return /^\.(?:nan|NaN|NAN)$/.test(text) ? Number.NaN : undefined
}
