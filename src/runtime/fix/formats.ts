import { stringify } from 'yaml'
import { printableLine } from '../../wording/printable.js'
import { shellWord } from '../../wording/shell-word.js'
import { field, setOwn } from '../member.js'
import { isPlainObject, type Plain, plainOf } from './plain.js'

/** What the parts of a file are written as. */
interface FileFormat {
  readonly ending: RegExp
  /** What an expression has to give, in words. */
  readonly takes: string
  /** The text of the file; undefined when a part is not what the format takes. */
  write(parts: readonly unknown[], about: string): string | undefined
}

/** By the ending of the file; the first that fits. Nothing that comes from an export can end a string, a line or a word. */
const formats: readonly FileFormat[] = [
  {
    ending: /\.tf\.json$/,
    takes: 'a map; maps of one file are joined',
    write: (parts) => json(parts, (object) => escapeTemplates(merged(object))),
  },
  {
    ending: /\.json$/,
    takes: 'a map, for a file that one element makes',
    write: (parts) => json(parts, ([first, second]) => (second === undefined ? first : undefined)),
  },
  {
    ending: /\.ya?ml$/,
    takes: 'a map for each document',
    write(parts, about) {
      const documents = objectsOf(parts)
      if (!documents) return undefined
      const texts = documents.map((document) =>
        stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }),
      )
      return `${comment(about)}${texts.join('---\n')}`
    },
  },
  {
    ending: /\.sh$/,
    takes: 'a list of commands, each a list of words',
    write(parts, about) {
      const commands = parts.flatMap((part) => (Array.isArray(part) ? part : [undefined]))
      if (!commands.every(areLines)) return undefined
      const lines = commands.map((command) => command.map(shellWord).join(' '))
      return `#!/bin/sh\n${comment(about)}set -eu\n${lines.join('\n')}\n`
    },
  },
  {
    ending: /./,
    takes: 'a list of lines, or one line',
    write(parts) {
      const lines = parts.flat()
      return areLines(lines) ? `${lines.join('\n')}\n` : undefined
    },
  },
]

/** The format of a file. */
export function formatOf(path: string): FileFormat {
  return formats.find(({ ending }) => ending.test(path)) as FileFormat
}

type PlainObject = { readonly [key: string]: Plain }

function json(
  parts: readonly unknown[],
  join: (objects: readonly PlainObject[]) => Plain | undefined,
): string | undefined {
  const objects = objectsOf(parts)
  const joined = objects && join(objects)
  return joined === undefined ? undefined : `${JSON.stringify(joined, undefined, 2)}\n`
}

function objectsOf(parts: readonly unknown[]): PlainObject[] | undefined {
  const objects = parts.map(plainOf)
  return objects.every(isPlainObject) ? objects : undefined
}

/** Maps joined key by key, at every depth; of what is no map the last one stays. */
function merged(objects: readonly PlainObject[]): PlainObject {
  const result: Record<string, Plain> = {}
  for (const [key, value] of objects.flatMap(Object.entries<Plain>)) {
    const other = field(result, key) as Plain | undefined
    setOwn(result, key, isPlainObject(other) && isPlainObject(value) ? merged([other, value]) : value)
  }
  return result
}

/** `${…}` and `%{…}` in the strings of a Terraform file would be evaluated. */
function escapeTemplates(value: Plain): Plain {
  if (typeof value === 'string') return value.replace(/[$%](?=\{)/g, '$&$&')
  if (Array.isArray(value)) return value.map(escapeTemplates)
  if (!isPlainObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, escapeTemplates(member)]))
}

/** Texts of which none breaks the line that it is written on, or is shown otherwise than it is. */
function areLines(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length === 0) return false
  return value.every((line) => typeof line === 'string' && printableLine(line) === line)
}

function comment(about: string): string {
  return `# ${about.replace(/\s+/g, ' ')}\n`
}
