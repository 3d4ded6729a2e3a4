/** The reporters of runs by the names that `--reporter` takes: known without loading one. */
export const reporterNames = [
  'console',
  'json',
  'json-full',
  'junit',
  'sarif',
  'sarif-full',
  'markdown',
  'html',
  'oscal',
  'in-toto',
  'github',
  'gitlab',
  'checkstyle',
  'tap',
  'csv',
] as const

export type ReporterName = (typeof reporterNames)[number]

/** The same of `policytest diff`. */
export const diffReporterNames: readonly DiffReporterName[] = ['console', 'json', 'markdown']

/** A reporter of what changed between two reports. */
export type DiffReporterName = 'console' | 'json' | 'markdown'

/** The same of `policytest mutate`. */
export const mutationReporterNames: readonly MutationReporterName[] = ['console', 'json', 'junit', 'markdown']

/** A reporter of what mutants have shown. */
export type MutationReporterName = 'console' | 'json' | 'junit' | 'markdown'
