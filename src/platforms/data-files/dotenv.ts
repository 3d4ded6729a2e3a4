import type { parse as parseDotenv } from 'dotenv'
import { valuePlaces } from '../../runtime/documents/value-places.js'
import { setOwn } from '../../runtime/member.js'
import { type DataFormat, dataSource } from './data-source.js'

const prefix = 'dotenv/'

/** A variable with its value, which between quotes may go on for several lines. */
const variable =
  /^[^\S\n]*(?:export[^\S\n]+)?([\w.-]+)(?:[^\S\n]*=|:[^\S\n])[^\S\n]*(?:"(?:\\"|[^"])*"|'(?:\\'|[^'])*'|`(?:\\`|[^`])*`)?[^\n]*/gm

/**
 * Files of environment variables: a map of texts. The parser gives no places: a variable stands on the last line that sets it,
 * as its last value counts. The values may be secrets, and are never quoted.
 */
const format: DataFormat = {
  name: 'dotenv',
  reads: 'environment variables, .env',
  files: ['.env', '.env.*', '*.env'],
  typeOf: (given) => (given.startsWith(prefix) ? given : prefix + given),
  parse(lines, document, parsers) {
    const { parse } = parsers.load<{ readonly parse: typeof parseDotenv }>('dotenv', document)
    const data: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(parse(lines.text))) setOwn(data, key, value)
    const found = [...lines.text.matchAll(variable)]
    const places = valuePlaces(lines)
    for (const { 0: line, 1: key = '', index } of found.reverse())
      places.set([key], index, index + line.trimEnd().length)
    return { things: [{ data, locate: places.locate }] }
  },
}

export const dotenv = dataSource(format)

/** No value of them is quoted. */
export const secretVariables = { type: `${prefix}*`, path: ['*'] }
