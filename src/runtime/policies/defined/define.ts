import { fileURLToPath } from 'node:url'
import type {
  AnyData,
  CallSite,
  DefinedPack,
  DefinedPolicy,
  PackDefinition,
  PolicyDefinition,
} from './definition.js'

/** A policy in TypeScript, for `loadPolicies` or the `policies` of a configuration. Nothing is checked before it is loaded. */
export function definePolicy<Data = AnyData>(definition: PolicyDefinition<Data>): DefinedPolicy {
  return { defines: 'policy', definition: definition as PolicyDefinition, at: callSite(definePolicy) }
}

/** A pack in TypeScript: guidelines, parameters and profiles, with the policies that enforce them. */
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
