import { applyPatch, type Operation } from 'rfc6902'
import type { Resource } from '../model/index.js'
import type { PatchOperation } from '../policies/index.js'

/**
 * Resources with the operations of RFC 6902 applied; the given ones stay as they are.
 * An operation that names no resource, or several, is about the one that the policy judges. A changed resource keeps its file; a place that the patch made is located at its nearest written ancestor.
 * @param judges whether the policy judges resources of a type
 * @returns what is wrong with an operation, as text, when one cannot be applied
 */
export function patchResources(
  resources: readonly Resource[],
  operations: readonly PatchOperation[],
  judges: (type: string) => boolean,
): readonly Resource[] | { readonly problem: string } {
  const patched = [...resources]
  const copied = new Set<number>()
  for (const operation of operations) {
    const index = target(patched, operation, judges)
    if (typeof index === 'string') return { problem: index }
    const resource = patched[index] as Resource
    // A wrapper makes the resource's own root a place that an operation can replace.
    const wrapper = { data: copied.has(index) ? resource.data : structuredClone(resource.data) }
    copied.add(index)
    const [error] = applyPatch(wrapper, [rooted(operation)])
    if (error)
      return { problem: `patch ${operation.op} ${operation.path} of ${resource.id}: ${describe(error)}` }
    patched[index] = { ...resource, data: wrapper.data }
  }
  return patched
}

function rooted({ op, path, from, value }: PatchOperation): Operation {
  const operation = { op, path: `/data${path}`, ...(from !== undefined && { from: `/data${from}` }) }
  return (
    op === 'add' || op === 'replace' || op === 'test'
      ? { ...operation, value: structuredClone(value) }
      : operation
  ) as Operation
}

function target(
  resources: readonly Resource[],
  { resource: wanted, op, path }: PatchOperation,
  judges: (type: string) => boolean,
): number | string {
  const what = `patch ${op} ${path}`
  const matches = resources.flatMap(({ name, id }, index) =>
    wanted === undefined || name === wanted || id === wanted ? [index] : [],
  )
  const judged = matches.filter((index) => judges(resources[index]?.type ?? ''))
  const [one, ...others] = matches.length === 1 ? matches : judged
  if (one !== undefined && others.length === 0) return one
  if (wanted === undefined)
    return `${what}: there are ${resources.length} resources, say which one: resource: <name or id>`
  const names = [...new Set(resources.map((resource) => resource.name))].slice(0, 10).join(', ')
  return matches.length === 0
    ? `${what}: no resource is called '${wanted}'; there are ${names}`
    : `${what}: ${matches.length} resources are called '${wanted}', give the id`
}

function describe(error: Error): string {
  return error.name === 'MissingError' ? 'there is nothing at this place' : error.message
}
