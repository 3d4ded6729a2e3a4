import type { StaticType } from '../cel/index.js'

type Fields = NonNullable<StaticType['fields']>

/** The types of variables in the order in which they are written: each sees those above it. One more costs the same however many there are. */
export interface VariableTypes {
  /** Gives the place of the variable. It is dynamic until its type is known, so that its mistake is reported only once. */
  declare(name: string): number
  know(place: number, type: StaticType): void
  /** What is declared above a place; without one, by now. */
  above(place?: number): Fields
}

export const dyn: StaticType = { name: 'dyn', args: [] }

/** @param outer those above all of them */
export function variableTypes(outer?: Fields): VariableTypes {
  const places = new Map<string, number[]>()
  const types: StaticType[] = []
  return {
    declare(name) {
      const place = types.push(dyn) - 1
      const before = places.get(name)
      if (before) before.push(place)
      else places.set(name, [place])
      return place
    },
    know(place, type) {
      types[place] = type
    },
    above(limit = types.length) {
      const placeOf = (name: string) => places.get(name)?.findLast((place) => place < limit)
      return {
        get(name) {
          const place = placeOf(name)
          return place === undefined ? outer?.get(name) : types[place]
        },
        keys: () =>
          new Set([
            ...(outer?.keys() ?? []),
            ...[...places.keys()].filter((name) => placeOf(name) !== undefined),
          ]).keys(),
      }
    },
  }
}

/** The type of `variables` itself. */
export function variablesOf(fields: Fields): StaticType {
  return { name: 'map', args: [{ name: 'string', args: [] }, dyn], fields }
}
