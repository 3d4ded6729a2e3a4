import { caseReader, type PreparedCase, type TestOptions } from '../cases/run-cases.js'
import { examplesOf, runExamples } from '../cases/run-examples.js'
import { type PolicyCompiler, type PolicyToCompile, policyCompiler } from '../compile/compile-policies.js'
import type { CompiledPolicy } from '../compile/compiled-policy.js'
import type { Library } from '../library/library.js'
import type { CaseResult, KubernetesVersion } from '../model/index.js'
import type { Attempt } from './mutants.js'

/** What became of a mutant; `invalid`: it does not compile. */
export type Fate = 'killed' | 'survived' | 'invalid'

/** What tries mutants on the test cases of a library. */
export interface Trial {
  /** The cases of a policy that fail as it is. */
  failing(policy: number): CaseResult[]
  /** The examples of functions that are not true as they are. */
  failingExamples(): CaseResult[]
  /** How many cases it has. */
  casesOf(policy: number): number
  /** The fate does not hang on what was tried before. */
  try(attempt: Attempt): Fate
}

/** Cases are read once, and those first that noticed the mutants before: which one does it makes no difference. */
export function startTrial(
  library: Library,
  options: TestOptions & { readonly kubernetesVersion?: KubernetesVersion | undefined },
): Trial {
  const prepare = caseReader(options)
  const start = () => policyCompiler(options.platforms, options.kubernetesVersion)
  const compiler = start()
  const prepared = new Map<number, PreparedCase[]>()
  const casesOf = (index: number): PreparedCase[] => {
    const { id } = library.compiled[index] as CompiledPolicy
    const tests = library.tests.filter(({ policy }) => policy.id === id)
    const cases =
      prepared.get(index) ?? tests.flatMap((test) => test.cases.map((testCase) => prepare(test, testCase)))
    prepared.set(index, cases)
    return cases
  }
  const notices = (index: number, policy: CompiledPolicy, given: Pick<Library, 'paramsFor'>): boolean => {
    const cases = casesOf(index)
    const at = cases.findIndex((run) => run(policy, given).status === 'failed')
    if (at > 0) prepared.set(index, [cases[at] as PreparedCase, ...cases.toSpliced(at, 1)])
    return at >= 0
  }
  const compiled = (index: number, change: Attempt['change'], by: PolicyCompiler) => {
    if (!change) return library.compiled[index]
    const known = by.mistakes.length
    const policy = by.compile(change(library.written[index] as PolicyToCompile))
    return by.mistakes.length > known ? undefined : policy
  }
  return {
    failing: (index) =>
      casesOf(index)
        .map((run) => run(library.compiled[index] as CompiledPolicy, library))
        .filter(({ status }) => status === 'failed'),
    failingExamples: () =>
      runExamples(library, options.now, () => true).filter(({ status }) => status === 'failed'),
    casesOf: (index) => casesOf(index).length,
    try({ readers, pack, change, parameter }) {
      const by = pack && change ? start() : compiler
      const given = parameter ? withDefault(library, parameter) : library
      if (pack) {
        const shared = by.sharedBy(pack)
        if (by.mistakes.length > 0) return 'invalid'
        if (examplesOf(pack, shared, options.now).some(({ status }) => status === 'failed')) return 'killed'
      }
      for (const index of readers) {
        const policy = compiled(index, change, by)
        if (!policy) return 'invalid'
        if (notices(index, policy, given)) return 'killed'
      }
      return 'survived'
    },
  }
}

/** Parameters with another default: what a test or a case sets itself stays. */
function withDefault(
  library: Library,
  instead: NonNullable<Attempt['parameter']>,
): Pick<Library, 'paramsFor'> {
  return { paramsFor: (policy, layers, home) => library.paramsFor(policy, layers, home, instead) }
}
