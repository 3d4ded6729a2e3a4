import fc from 'fast-check'
import { InputError } from '../../src/runtime/input-error.js'

/** Something that meets hostile data, and what has to hold whatever the data is. */
export interface Target {
  readonly name: string
  /** Tries this many inputs. */
  check(parameters: {
    readonly seed: number
    readonly numRuns: number
    /** Milliseconds after which no other is tried. */
    readonly interruptAfterTimeLimit?: number
  }): fc.RunDetails<[unknown]>
}

/** How long one input may take; all of them are small. */
const mostMilliseconds = 5_000

/** A target of which every input has to end soon, leave the prototypes alone, and do what `property` asks. */
export function target<T>(name: string, inputs: fc.Arbitrary<T>, property: (input: T) => void): Target {
  const whole = fc.property(inputs, (input) => {
    const start = performance.now()
    property(input)
    const took = performance.now() - start
    if (took > mostMilliseconds) throw new Error(`took ${Math.round(took)} ms`)
    for (const key in {}) throw new Error(`every object has a '${key}' now`)
  })
  return { name, check: (parameters) => fc.check(whole, parameters) as fc.RunDetails<[unknown]> }
}

/** What is read, or undefined where the input was refused as a user's mistake; anything else that is thrown flies. */
export function accepted<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof InputError && error.diagnostics.length > 0) return undefined
    throw error
  }
}

export function demand(holds: boolean, words: string): asserts holds {
  if (!holds) throw new Error(words)
}
