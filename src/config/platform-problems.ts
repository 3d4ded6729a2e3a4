import { platforms as shipped } from '../platforms/index.js'
import { isBuiltIn } from '../runtime/cel/index.js'
import { field, listAt } from '../runtime/member.js'
import type { Platform } from '../runtime/model/index.js'

/** What is wrong with platforms that a program gives, whatever its types said. */
export function platformProblems(given: unknown): string[] {
  if (!Array.isArray(given)) return ["'platforms' has to be a list"]
  const sources = new Set(shipped.flatMap((platform) => platform.sources ?? []).map(({ name }) => name))
  const functions = new Set(shipped.flatMap((platform) => platform.functions ?? []).map(({ name }) => name))
  return given.flatMap((platform: Platform) => {
    const name = field(platform, 'name')
    if (typeof name !== 'string' || name === '') return ['a platform without name']
    const of = (what: string) => `the platform '${name}': ${what}`
    return [
      ...listAt(platform, 'sources').flatMap((source) => {
        const called = field(source, 'name')
        if (typeof called !== 'string' || !isFunction(source, 'accepts') || !isFunction(source, 'read'))
          return [of("a source has a 'name', and the functions 'accepts' and 'read'")]
        if (sources.has(called)) return [of(`there is a source '${called}' already`)]
        sources.add(called)
        return []
      }),
      ...listAt(platform, 'functions').flatMap((each) => {
        const called = field(each, 'name')
        if (typeof called !== 'string' || typeof field(each, 'overloads') !== 'object')
          return [of("a function is what 'fn' gives")]
        if (functions.has(called) || isBuiltIn(called, []))
          return [of(`there is a function '${called}' already`)]
        functions.add(called)
        return []
      }),
    ]
  })
}

function isFunction(value: unknown, name: string): boolean {
  return (
    typeof field(value, name) === 'function' ||
    typeof (value as Record<string, unknown> | null)?.[name] === 'function'
  )
}
