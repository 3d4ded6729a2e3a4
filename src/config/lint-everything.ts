import { costlyExpressions } from '../runtime/cases/costs.js'
import type { TestOptions } from '../runtime/cases/run-cases.js'
import type { Library } from '../runtime/library/library.js'
import { lint } from '../runtime/library/lint.js'
import type { Diagnostic, Platform } from '../runtime/model/index.js'
import { wrongExamples } from './function-examples.js'

/**
 * All that is wrong with policies that compile, and with the functions that a configuration adds.
 * @throws InputError for unsuitable parameters
 */
export function lintEverything(
  library: Library,
  {
    ownPlatforms,
    ...options
  }: Omit<TestOptions, 'sensitive'> & { readonly ownPlatforms: readonly Platform[] },
): Diagnostic[] {
  for (const policy of library.compiled) library.paramsOf(policy)
  return [
    ...library.warnings,
    ...lint(library),
    ...costlyExpressions(library, { ...options, sensitive: [] }),
    ...wrongExamples(ownPlatforms, options.platforms),
  ]
}
