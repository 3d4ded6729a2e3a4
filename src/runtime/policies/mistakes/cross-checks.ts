import type { YamlDocument } from '../../documents/yaml.js'
import { field } from '../../member.js'
import { parsePointer } from '../../pointer.js'
import { didYouMean } from '../../suggest.js'
import type { CrossCheck } from './check.js'
import { errorAt, placeOf } from './places.js'
import { repetitions } from './repetitions.js'

/** A value that stands somewhere in a document. */
export interface Found {
  readonly value: unknown
  readonly pointer: string
}

/** Every value at a pointer in which the segment `*` stands for each item of a list. Missing ones are left out. */
export function valuesAt(document: YamlDocument, pattern: string): Found[] {
  let found: Found[] = [{ value: document.data, pointer: '' }]
  for (const segment of parsePointer(pattern)) {
    found = found.flatMap(({ value, pointer }) => {
      if (segment === '*')
        return Array.isArray(value)
          ? value.map((item, i) => ({ value: item, pointer: `${pointer}/${i}` }))
          : []
      const next = field(value, segment)
      return next === undefined ? [] : [{ value: next, pointer: `${pointer}/${segment}` }]
    })
  }
  return found
}

/** The texts among {@link valuesAt}. */
export function textsAt(document: YamlDocument, pattern: string): { value: string; pointer: string }[] {
  return valuesAt(document, pattern).filter(
    (found): found is { value: string; pointer: string } => typeof found.value === 'string',
  )
}

/** No two of the values at the pattern are equal. */
export function unique(pattern: string, what: string): CrossCheck {
  return (document) =>
    repetitions(textsAt(document, pattern), ({ value }) => value).map(({ item, first }) => {
      const { line } = document.locate(first.pointer).start
      const hint = `the first is on line ${line}; give each its own name`
      const message = `${what} '${item.value}' exists already`
      return errorAt(placeOf(document, item.pointer), 'duplicate-name', message, hint)
    })
}

/** Every value at the pattern is one of those at `known`. */
export function refersTo(pattern: string, known: string, what: string): CrossCheck {
  return (document) => {
    const names = textsAt(document, known).map(({ value }) => value)
    return textsAt(document, pattern)
      .filter(({ value }) => !names.includes(value))
      .map(({ value, pointer }) =>
        errorAt(
          placeOf(document, pointer),
          'unknown-reference',
          `unknown ${what} '${value}'`,
          didYouMean(value, names),
        ),
      )
  }
}
