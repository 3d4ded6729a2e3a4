const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const

/** Paints text for a terminal. */
export type Paint = (style: keyof typeof codes, text: string) => string

/** Leaves the text alone when colour is not wanted; never looks at the environment. */
export function painter(color: boolean): Paint {
  return color ? (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m` : (_, text) => text
}
