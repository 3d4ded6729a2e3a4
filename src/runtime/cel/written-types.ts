import type { Extension } from '../model/index.js'
import { closest } from '../suggest.js'
import { parseType, type Type } from './check/type.js'
import { languageWith } from './language.js'
import { macroNames } from './syntax/macros.js'

const names: readonly string[] = [
  ...['dyn', 'bool', 'int', 'uint', 'double', 'string', 'bytes', 'list', 'map', 'optional', 'null'],
  ...['timestamp', 'duration', 'optional_type', 'null_type', 'type'],
  ...['google.protobuf.Timestamp', 'google.protobuf.Duration'],
]
const longNames = /_type$|^google|^type$/

/** What is wrong with a type that an author has written in CEL notation, `list<string>`; undefined when nothing is. */
export function typeMistake(
  text: string,
  extensions: readonly Extension[],
): { readonly message: string; readonly hint?: string } | undefined {
  const known = [...names, ...languageWith(extensions).types.map(({ name }) => name)]
  const unknown = (text.match(/[\w.]+/g) ?? []).find((word) => !known.includes(word))
  if (unknown !== undefined) {
    const near = closest(unknown, known)
    const hint = near
      ? `did you mean '${near}'?`
      : `one of: ${known.filter((name) => !longNames.test(name)).join(', ')}`
    return { message: `unknown type '${unknown}'`, hint }
  }
  return isWellFormed(text)
    ? undefined
    : { message: `malformed type '${text}'`, hint: 'write it as list<string>' }
}

function isWellFormed(text: string): boolean {
  // What the parser passes over, and how many types each takes.
  if (/[^\w.<>,\s]/.test(text)) return false
  try {
    return isComplete(parseType(text))
  } catch {
    return false
  }
}

function isComplete({ name, args }: Type): boolean {
  const most = { list: 1, map: 2, optional_type: 1, type: 1 }[name] ?? 0
  return args.length === most && args.every(isComplete)
}

/** Whether the language has a function or macro of that name, which nobody can define another time. */
export function isBuiltIn(name: string, extensions: readonly Extension[]): boolean {
  return macroNames.includes(name) || languageWith(extensions).index.functions.has(name)
}
