export const exceptions: Readonly<Record<string, string>> = {}
export const pending: Readonly<Record<string, readonly string[]>> = {}
