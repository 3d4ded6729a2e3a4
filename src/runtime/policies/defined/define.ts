import { fileURLToPath } from 'node:url'
import type {
  AnyData,
  CallSite,
  DefinedPack,
  DefinedPolicy,
  PackDefinition,
  PolicyDefinition,
} from './definition.js'

/**
 * A policy in TypeScript, for `loadPolicies` or the `policies` of a configuration. Nothing is checked before it is loaded.
 * @typeParam Data what `object` has in rules in code; where `object` names a schema, what that takes
 * @group Policies
 * @example
 * ```ts
 * import { definePolicy, loadPolicies } from 'policytest'
 *
 * interface Pod { readonly spec: { readonly containers: readonly { readonly image: string }[] } }
 *
 * const pinned = definePolicy<Pod>({
 *   name: 'pinned',
 *   match: { resources: ['v1/Pod'] },
 *   validations: [
 *     { name: 'some', expression: 'object.spec.containers.size() > 0' },
 *     { name: 'digest', check: ({ object }) => object.spec.containers.every(({ image }) => image.includes('@')) || 'not pinned' },
 *   ],
 * })
 * const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [{ image: 'nginx' }] } }
 * console.log(loadPolicies(pinned).judge(pod).findings.map(({ message }) => message)) // ["not pinned"]
 * ```
 */
export function definePolicy<Data = AnyData>(definition: PolicyDefinition<Data>): DefinedPolicy {
  return { defines: 'policy', definition: definition as PolicyDefinition, at: callSite(definePolicy) }
}

/**
 * A pack in TypeScript: guidelines, parameters and profiles, with the policies that enforce them.
 * @group Policies
 * @example
 * ```ts
 * import { definePack, definePolicy, loadPolicies } from 'policytest'
 *
 * const owned = definePolicy({
 *   name: 'owned',
 *   guidelines: ['owner'],
 *   match: { resources: ['v1/Pod'] },
 *   validations: [{ expression: 'object.metadata.labels[params.label] != ""' }],
 * })
 * const pack = definePack({
 *   name: 'house',
 *   title: 'Rules of the house',
 *   params: { label: { type: 'string', default: 'team' } },
 *   guidelines: [{ id: 'owner', title: 'Pods have an owner', statement: 'Label each pod with its team.', severity: 'low' }],
 *   policies: [owned],
 * })
 * console.log(loadPolicies(pack).ids) // ["house/owned"]
 * ```
 */
export function definePack(definition: PackDefinition): DefinedPack {
  return { defines: 'pack', definition, at: callSite(definePack) }
}

/** Where a function was called, as the engine tells it; undefined where it does not. */
function callSite(called: (...args: never[]) => unknown): CallSite | undefined {
  const holder: { stack?: string } = {}
  Error.captureStackTrace(holder, called)
  const [frame = ''] = (holder.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const [, place = '', line, column] =
    /\(?((?:file:\/\/)?[^()\s][^()]*?):(\d+):(\d+)\)?$/.exec(
      frame.replace(/^\s+at (?:async )?(?:.* \()?/, ''),
    ) ?? []
  if (line === undefined || column === undefined) return undefined
  const path = place.startsWith('file:') ? fileURLToPath(place) : place
  return { path, line: Number(line), column: Number(column) }
}
