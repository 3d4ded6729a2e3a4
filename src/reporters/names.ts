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
export const diffReporterNames = ['console', 'json', 'markdown'] as const

export type DiffReporterName = (typeof diffReporterNames)[number]

/** The same of `policytest mutate`. */
export const mutationReporterNames = ['console', 'json', 'junit', 'markdown'] as const

export type MutationReporterName = (typeof mutationReporterNames)[number]
