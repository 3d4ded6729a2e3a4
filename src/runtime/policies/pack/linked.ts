import { type NamesInText, namesIn } from '../../cel/index.js'
import type { Diagnostic } from '../../model/index.js'
import { didYouMean } from '../../suggest.js'
import { errorAt, type Place } from '../mistakes/places.js'
import type { Expression, NamedExpression } from '../policy/expression.js'
import type { ImportedName } from './imports.js'
import type { Pack } from './read.js'

/** All variables that the policies of a pack see, in order: imported ones, then its own. */
export function sharedVariables(pack: Pack | undefined): readonly ImportedName[] {
  return pack ? [...pack.imports.flatMap(({ variables }) => variables), ...pack.variables] : []
}

/** The packs that a pack imports from, and those that these import from, each once. */
export function importedPacks(pack: Pack): Pack[] {
  const found = new Set<Pack>()
  const visit = ({ imports }: Pack): void => {
    for (const { from } of imports) {
      if (!from || found.has(from)) continue
      found.add(from)
      visit(from)
    }
  }
  visit(pack)
  return [...found]
}

/** What expressions come to use of the variables and functions of a pack and of those that it imports from. */
export function usedExpressions(pack: Pack | undefined, from: readonly Expression[]): Expression[] {
  const found = new Set<NamedExpression>()
  const visit = (of: Pack, { variables, calls }: Pick<NamesInText, 'variables' | 'calls'>): void => {
    const ofPack = [
      ...of.variables.filter(({ name }) => variables.has(name)),
      ...of.functions.filter(({ name }) => calls.has(name)),
    ]
    for (const part of ofPack) {
      if (found.has(part)) continue
      found.add(part)
      visit(of, namesIn(part.expression.source))
    }
    const among = (names: ReadonlySet<string>, imported: readonly ImportedName[]) =>
      new Set(imported.map(({ name }) => name).filter((name) => names.has(name)))
    for (const { from: other, ...names } of of.imports) {
      const wanted = { variables: among(variables, names.variables), calls: among(calls, names.functions) }
      if (other && wanted.variables.size + wanted.calls.size > 0) visit(other, wanted)
    }
  }
  if (pack) for (const { source } of from) visit(pack, namesIn(source))
  return [...found].map(({ expression }) => expression)
}

/** What a pack imports that is not there, and names that it has already. Its policies are looked for where they are linked. */
export function importMistakes(pack: Pack): Diagnostic[] {
  const kinds = [
    { key: 'functions', what: 'function' },
    { key: 'variables', what: 'variable' },
  ] as const
  return kinds.flatMap(({ key, what }) => {
    const taken = new Map(pack[key].map((own) => [own.name, own.place]))
    return pack.imports.flatMap(({ from, [key]: names }) => {
      const offered = from?.[key].map((each) => each.name)
      return names.flatMap(({ name, place }) => {
        if (offered && !offered.includes(name)) return [notOffered(name, place, what, from as Pack, offered)]
        const other = taken.get(name)
        taken.set(name, other ?? place)
        if (!other) return []
        const hint = `line ${other.location.start.line} has one of this name; rename it, or leave the import out`
        return [errorAt(place, 'duplicate-name', `${what} '${name}' exists already`, hint)]
      })
    })
  })
}

function notOffered(
  name: string,
  place: Place,
  what: 'function' | 'variable',
  from: Pack,
  offered: readonly string[],
): Diagnostic {
  const origin = from.imports.find((other) => other[`${what}s`].some((each) => each.name === name))
  const hint = origin
    ? `it imports it itself: import it from '${origin.pack}'`
    : didYouMean(name, offered, `its ${what}s`)
  return errorAt(place, 'unknown-reference', `pack '${from.name}' has no ${what} '${name}'`, hint)
}
