import { resolve } from 'node:path'
import { describe, test } from 'vitest'
import type { LoadOptions, PolicySource } from '../api/load-options.js'
import type { Policies } from '../api/policies.js'
import { groupBy } from '../runtime/model/by-guideline.js'
import type { CaseResult, Location } from '../runtime/model/index.js'
import { failureOf } from './failure.js'
import { loadedOf } from './policies-in-use.js'

/**
 * Makes each test case of policies a test of vitest, below the id of its policy. One that fails points at its place in the
 * YAML file, with what it expects beside what was found.
 * @param policies files, folders and globs; what `definePolicy` gives; policies that are loaded
 * @throws InputError with every mistake of every file, while vitest collects tests
 */
export function policyTests(
  policies: Policies | PolicySource | readonly PolicySource[],
  options: LoadOptions = {},
): void {
  const loaded = loadedOf(policies, options)
  if (loaded.cases.length === 0) throw new Error('the policies have no test case')
  let known: ReadonlyMap<string, CaseResult> | undefined
  const results = () => {
    known ??= new Map(loaded.test().report.cases.map((result) => [keyOf(result), result]))
    return known
  }
  const at = (file: string) => resolve(options.root ?? '.', file)
  for (const [policy, cases] of groupBy(loaded.cases, (each) => [each.policy])) {
    describe(policy, () => {
      for (const each of cases) {
        test(each.name, () => {
          const result = results().get(keyOf(each))
          if (!result) throw new Error('the case has not been run')
          if (result.status === 'failed') throw failureOf(result, at(result.location.file))
        })
      }
    })
  }
}

function keyOf({ policy, name, location }: { policy: string; name: string; location: Location }): string {
  const { file, start } = location
  return JSON.stringify([policy, name, file, start.line, start.column])
}
