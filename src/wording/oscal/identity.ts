import { uuidOf } from './uuid.js'

/**
 * What component definitions and results both name, by the same UUIDs: a result leads to the rule and the check that it
 * comes from, a check to the tool.
 */
export const identity = {
  tool: uuidOf('tool'),
  pack: (id: string) => uuidOf('pack', id),
  /** The rule that a guideline is. */
  rule: (guideline: string) => uuidOf('rule', guideline),
  /** The check that a policy is. */
  check: (policy: string) => uuidOf('check', policy),
  party: (name: string) => uuidOf('party', name),
} as const

/** The file of the component definition, beside which results are meant to stand. */
export const definitionFile = 'component-definition.json'
