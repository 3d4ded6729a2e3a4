import { library } from '../cel/index.js'
import type { Diagnostic } from '../model/index.js'
import type { CompiledCondition, CompiledExpression } from './compiled-policy.js'

/** What compiles here, and would be refused or mean something else in a cluster. */
export function expressionWarnings(
  conditions: readonly CompiledCondition[],
  all: readonly CompiledExpression[],
): Diagnostic[] {
  return [...conditions.flatMap(withoutNamespace), ...all.flatMap(ownFunctions)]
}

/** Functions that policytest adds to those of Kubernetes: `cidrs.cover`. */
const added = library.functions.filter(({ since }) => since === 'policytest').map(({ name }) => name)
const addedCall = new RegExp(
  `\\b(${added.filter((name) => name.includes('.')).join('|')})\\(`.replaceAll('.', '\\.'),
)

/** A policy that works here would be refused there. */
function ownFunctions({ program, location }: CompiledExpression): Diagnostic[] {
  const name = addedCall.exec(program.source)?.[1]
  if (name === undefined) return []
  return [
    {
      code: 'admission-function',
      level: 'warning',
      message: `${name} is a function of policytest: the API server would refuse the policy`,
      hint: 'write what it says with functions of Kubernetes, or make it a policy of policytest',
      location,
    },
  ]
}

/** The API server compiles such a condition, and then evaluates it without the namespace. */
function withoutNamespace({ name, program, location }: CompiledCondition): Diagnostic[] {
  if (!program.references.roots.has('namespaceObject')) return []
  return [
    {
      code: 'admission-condition',
      level: 'warning',
      message: `namespaceObject is always null in match conditions, so '${name}' cannot look at it`,
      hint: 'select namespaces by matchConstraints.namespaceSelector, or look at it in the validations',
      location,
    },
  ]
}
