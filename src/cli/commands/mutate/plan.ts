import { type Library, loadLibrary } from '../../../runtime/library/library.js'
import { type Attempt, type Subject, subjectsOf } from '../../../runtime/mutate/mutants.js'
import { startTrial, type Trial } from '../../../runtime/mutate/trial.js'
import { requirePolicies } from '../../require-policies.js'
import type { Settings } from '../../settings.js'

/** Which mutants: the same in every process that makes the plan. */
export interface Choice {
  /** Default: those of the configuration. */
  readonly policies?: readonly string[] | undefined
  /** Only of policies whose id contains this text. */
  readonly filter?: string | undefined
  /** Only of policies one of whose files is among these. */
  readonly changed?: readonly string[] | undefined
}

/** What is to be tried. */
export interface Plan {
  readonly library: Library
  readonly subjects: readonly Subject[]
  /** Of all subjects, in order. */
  readonly attempts: readonly Attempt[]
  readonly trial: Trial
}

/** Loads the policies, and lists the mutants of the chosen ones. */
export function planOf({ policies, filter, changed }: Choice, settings: Settings): Plan {
  const { base } = settings
  const { disk, platforms, now, kubernetesVersion } = base
  const library = loadLibrary({ ...base, policies: policies ?? requirePolicies(settings) })
  const wanted = filter?.toLowerCase() ?? ''
  const files = changed && new Set(changed)
  const testsOf = ({ shared, id }: Subject) =>
    library.tests.filter(({ policy }) => !shared && policy.id === id).map(({ file }) => file)
  const subjects = subjectsOf(library)
    .filter(({ id }) => id.toLowerCase().includes(wanted))
    .filter((subject) => !files || [subject.file, ...testsOf(subject)].some((file) => files.has(file)))
  return {
    library,
    subjects,
    attempts: subjects.flatMap(({ attempts }) => attempts),
    trial: startTrial(library, { disk, platforms, now, sensitive: [], kubernetesVersion }),
  }
}
