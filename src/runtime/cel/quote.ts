const escapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  '\\': '\\\\',
}

/** A string as a CEL literal in double quotes; whatever could drive a terminal is escaped. */
export function quote(text: string): string {
  return `"${text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to be escaped
    /[\u0000-\u001f\u007f-\u009f"\\\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (c) => escapes[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )}"`
}
