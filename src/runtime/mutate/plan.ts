import type { TestOptions } from '../cases/run-cases.js'
import type { Library } from '../library/library.js'
import type { KubernetesVersion } from '../model/index.js'
import { type Attempt, type Subject, subjectsOf } from './mutants.js'
import { startTrial, type Trial } from './trial.js'

/** Which mutants: plain data, for other threads to make the same plan. */
export interface Choice {
  /** Only of policies whose id contains this text. */
  readonly filter?: string | undefined
  /** Only of policies one of whose files, as reports name them, is among these. */
  readonly changed?: readonly string[] | undefined
}

/** What mutants are tried with. */
export interface PlanOptions extends Omit<TestOptions, 'sensitive'> {
  readonly kubernetesVersion?: KubernetesVersion | undefined
}

/** What is to be tried. */
export interface Plan {
  readonly subjects: readonly Subject[]
  /** Of all subjects, in order. */
  readonly attempts: readonly Attempt[]
  readonly trial: Trial
}

/** Lists the mutants of the chosen policies: the same in every thread that makes the plan. */
export function planOf(library: Library, { filter = '', changed }: Choice, options: PlanOptions): Plan {
  const files = changed && new Set(changed)
  const testsOf = ({ shared, id }: Subject) =>
    library.tests.filter(({ policy }) => !shared && policy.id === id).map(({ file }) => file)
  const subjects = subjectsOf(library)
    .filter(({ id }) => id.toLowerCase().includes(filter.toLowerCase()))
    .filter((subject) => !files || [subject.file, ...testsOf(subject)].some((file) => files.has(file)))
  const { disk, platforms, now, kubernetesVersion } = options
  return {
    subjects,
    attempts: subjects.flatMap(({ attempts }) => attempts),
    trial: startTrial(library, { disk, platforms, now, sensitive: [], kubernetesVersion }),
  }
}
