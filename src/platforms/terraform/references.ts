import { field, isRecord, listAt, textAt } from '../../runtime/member.js'
import type { Instance } from './plan.js'

/** What the configuration says of arguments whose values are known only after apply. */
export interface Configuration {
  /**
   * The resource that an argument names: what its expression refers to, where that is one resource of the same module and
   * nothing else.
   */
  referred(instance: Instance, argument: string): Instance | undefined
  /**
   * Whether an argument is left out, so that the provider or the cloud decides. Of an attribute, not of a block: blocks
   * that are made by `dynamic` are not told.
   */
  leavesOut(instance: Instance, path: readonly (string | number)[]): boolean
}

/** @param data the whole plan */
export function configurationOf(data: unknown, instances: readonly Instance[]): Configuration {
  const byAddress = new Map(instances.map((instance) => [instance.address, instance]))
  const modules = new Map<string, ReadonlyMap<string, unknown>>()
  const expressionsOf = (instance: Instance) => {
    const resources = modules.get(instance.module) ?? resourcesIn(moduleAt(data, instance.module))
    modules.set(instance.module, resources)
    return field(resources.get(keyOf(instance)), 'expressions')
  }
  return {
    leavesOut(instance, path) {
      let expressions = expressionsOf(instance)
      let values = instance.values
      for (const step of path.slice(0, -1)) {
        expressions = field(expressions, step)
        values = field(values, step)
        if (sizeOf(expressions) !== sizeOf(values)) return false
      }
      return isRecord(expressions) && !Object.hasOwn(expressions, path.at(-1) ?? '')
    },
    referred(instance, argument) {
      const references = listAt(expressionsOf(instance), argument, 'references')
      const [longest] = references
      if (typeof longest !== 'string') return undefined
      // `ibm_is_security_group.web.id` comes with `ibm_is_security_group.web`
      const own = references.filter((reference) => typeof reference === 'string')
      if (!own.every((reference) => longest === reference || longest.startsWith(`${reference}.`)))
        return undefined
      const shortest = own.reduce((a, b) => (b.length < a.length ? b : a))
      const prefix = instance.module === '' ? '' : `${instance.module}.`
      return byAddress.get(prefix + shortest)
    },
  }
}

/** How many blocks there are: where some are made by `dynamic`, their numbers differ, and no index can be trusted. */
function sizeOf(value: unknown): number {
  return Array.isArray(value) ? value.length : -1
}

/** The configuration of the module at an address: `module.net["a"].module.sub[0]`. */
function moduleAt(data: unknown, address: string): unknown {
  const calls = [...address.matchAll(/(?:^|\.)module\.([^.[\]]+)(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?/g)]
  let module = field(data, 'configuration', 'root_module')
  for (const [, name = ''] of calls) module = field(module, 'module_calls', name, 'module')
  return module
}

/** The resources of a module, by mode, type and name. */
function resourcesIn(module: unknown): ReadonlyMap<string, unknown> {
  return new Map(listAt(module, 'resources').map((resource) => [keyOf(resource), resource]))
}

function keyOf(resource: unknown): string {
  const mode = textAt(resource, 'mode') ?? 'managed'
  return JSON.stringify([mode, textAt(resource, 'type'), textAt(resource, 'name')])
}
