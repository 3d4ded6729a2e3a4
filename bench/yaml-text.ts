/** A value as kubectl writes it in YAML: block style, lists no further in than their key, texts quoted where they have to be. */
export function yamlText(value: unknown, indent = ''): string {
  if (Array.isArray(value) && value.length > 0)
    return value.map((item) => `${indent}- ${inner(item, `${indent}  `)}`).join('')
  const entries = Object.entries(value as object)
  return entries.map(([key, member]) => `${indent}${key}:${memberText(member, indent)}`).join('')
}

/** A value behind `- ` or, its first line, behind an indentation that is written already. */
function inner(value: unknown, indent: string): string {
  return isFilled(value) ? yamlText(value, indent).slice(indent.length) : `${scalar(value)}\n`
}

function memberText(value: unknown, indent: string): string {
  if (!isFilled(value)) return ` ${scalar(value)}\n`
  return `\n${yamlText(value, Array.isArray(value) ? indent : `${indent}  `)}`
}

function isFilled(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0
}

const plain = /^[A-Za-z/][\w./-]*(?::[\w./@-]*[a-z]\w*)?$/
const words = /^(?:y|n|yes|no|on|off|true|false|null)$/i

function scalar(value: unknown): string {
  return typeof value === 'string' && plain.test(value) && !words.test(value) ? value : JSON.stringify(value)
}
