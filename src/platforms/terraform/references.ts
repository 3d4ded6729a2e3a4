import { field, isRecord, listAt, textAt } from '../../runtime/member.js'
import type { Instance } from './plan.js'

/** What the configuration says of arguments whose values are known only after apply. */
export interface Configuration {
  /**
   * What an argument names, where its expression refers to one attribute of one resource and to nothing else: in the same
   * module, by a variable of the module, by an output of another one.
   */
  referred(instance: Instance, path: readonly (string | number)[]): Referred | undefined
  /**
   * Whether an argument is left out, so that the provider or the cloud decides. Of an attribute, not of a block: blocks
   * that are made by `dynamic` are not told.
   */
  leavesOut(instance: Instance, path: readonly (string | number)[]): boolean
}

/** An attribute of a resource. */
export interface Referred {
  readonly instance: Instance
  readonly attribute: string
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
  /** Those of the block that a path leads into; undefined where nothing tells which block that is. */
  const expressionsAround = (instance: Instance, path: readonly (string | number)[]): unknown => {
    let expressions = expressionsOf(instance)
    let values = instance.values
    for (const step of path.slice(0, -1)) {
      expressions = field(expressions, step)
      values = field(values, step)
      if (sizeOf(expressions) !== sizeOf(values)) return undefined
    }
    return expressions
  }
  const resolve = (module: string, references: readonly unknown[]): Referred | undefined => {
    const [kind, name = '', ...rest] = stepsOf(only(references))
    if (kind === 'var' && rest.length === 0) {
      const parent = parentOf(module)
      return parent && resolve(parent.module, listAt(callAt(data, module), 'expressions', name, 'references'))
    }
    if (kind === 'module') {
      const [index, output] = rest.length === 2 ? rest : ['', rest[0]]
      if (output === undefined || rest.length > 2) return undefined
      const child = `${prefixOf(module)}module.${name}${index}`
      return resolve(child, listAt(moduleAt(data, child), 'outputs', output, 'expression', 'references'))
    }
    const [address, attribute, ...more] = addressed([kind ?? '', name, ...rest])
    const instance = byAddress.get(prefixOf(module) + address)
    return instance && attribute !== undefined && more.length === 0 ? { instance, attribute } : undefined
  }
  return {
    leavesOut(instance, path) {
      const around = expressionsAround(instance, path)
      return isRecord(around) && !Object.hasOwn(around, path.at(-1) ?? '')
    },
    referred: (instance, path) =>
      resolve(instance.module, listAt(expressionsAround(instance, path), path.at(-1) ?? '', 'references')),
  }
}

/** What one reference says, where all others are what it begins with: `a.b[0].id` comes with `a.b[0]` and `a.b`. */
function only(references: readonly unknown[]): string {
  const [longest] = references
  if (typeof longest !== 'string') return ''
  const isPart = (one: unknown) =>
    one === longest ||
    (typeof one === 'string' && longest.startsWith(one) && /^[.[]/.test(longest.slice(one.length)))
  return references.every(isPart) ? longest : ''
}

/** `module.net["a.b"].id`: the names, and the indexes with their brackets. */
function stepsOf(reference: string): readonly string[] {
  return reference.match(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]|[^.[\]]+/g) ?? []
}

/** The address of a resource, and what comes after it. */
function addressed(steps: readonly string[]): readonly [address: string, ...rest: string[]] {
  const names = steps[0] === 'data' ? 3 : 2
  const index = steps[names]?.startsWith('[') ? steps[names] : ''
  return [steps.slice(0, names).join('.') + index, ...steps.slice(index === '' ? names : names + 1)]
}

/** How many blocks there are: where some are made by `dynamic`, their numbers differ, and no index can be trusted. */
function sizeOf(value: unknown): number {
  return Array.isArray(value) ? value.length : -1
}

function prefixOf(module: string): string {
  return module === '' ? '' : `${module}.`
}

/** The calls that lead to a module: `module.net["a"].module.sub[0]` is called `net`, then `sub`. */
function callsOf(module: string): readonly RegExpExecArray[] {
  return [...module.matchAll(/(?:^|\.)module\.([^.[\]]+)(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?/g)]
}

function parentOf(module: string): { readonly module: string } | undefined {
  const last = callsOf(module).at(-1)
  return last && { module: module.slice(0, last.index) }
}

/** The call of a module, in the configuration of the one around it. */
function callAt(data: unknown, module: string): unknown {
  let inside = field(data, 'configuration', 'root_module')
  let call: unknown
  for (const [, name = ''] of callsOf(module)) {
    call = field(inside, 'module_calls', name)
    inside = field(call, 'module')
  }
  return call
}

/** The configuration of the module at an address. */
function moduleAt(data: unknown, module: string): unknown {
  return module === '' ? field(data, 'configuration', 'root_module') : field(callAt(data, module), 'module')
}

/** The resources of a module, by mode, type and name. */
function resourcesIn(module: unknown): ReadonlyMap<string, unknown> {
  return new Map(listAt(module, 'resources').map((resource) => [keyOf(resource), resource]))
}

function keyOf(resource: unknown): string {
  const mode = textAt(resource, 'mode') ?? 'managed'
  return JSON.stringify([mode, textAt(resource, 'type'), textAt(resource, 'name')])
}
