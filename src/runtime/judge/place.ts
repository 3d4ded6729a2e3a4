import { elementsOf, isCelError, scopeOf, type Trace, type Trail, type World } from '../cel/index.js'
import type { CompiledExpression, CompiledPolicy } from '../compile/compiled-policy.js'
import type { Resource } from '../model/index.js'
import { formatPointer, parsePointer } from '../pointer.js'
import type { ElementInTurn, Evaluation } from './evaluation.js'
import { pointerOf, writtenOf } from './identity.js'

/** A place in a resource, by RFC 6901 pointer. */
export interface Place {
  readonly resource: Resource
  readonly pointer: string
}

/**
 * The place of a finding: what `at` says, the element of the `forEach`, or the value that decided; the resource as a whole when
 * there is none of them. Undefined where no resource is judged.
 * @param trace how the expression came to its value; of masked data where something is sensitive, so that no place tells of it
 */
export function placeOfFinding(
  evaluation: Evaluation,
  value: unknown,
  trace: Trace | undefined,
  at?: CompiledExpression,
): Place | undefined {
  const { resource, element } = evaluation
  const judged = resource && { resource, pointer: '' }
  const pointed = at && pointedAt(evaluation, at)
  if (pointed) return pointed
  const found = element && placeOfElement(evaluation, element)
  if (found) return found
  // What masked data decide otherwise says nothing of the real ones.
  const agrees = trace && (trace.value === value || (isCelError(trace.value) && isCelError(value)))
  return (agrees && resource ? trace.place(worldOf(evaluation, 'judged')) : undefined) ?? judged
}

/** The place that code names: by a pointer in the judged resource, or by a part of it or of another one. */
export function placeNamed(evaluation: Evaluation, at: string | object): Place | undefined {
  if (typeof at !== 'string') return locateIn(evaluation, at)
  const { resource } = evaluation
  return resource && { resource, pointer: nearest(resource, at) }
}

/** Where the value of an expression stands, in whatever resource. */
function pointedAt(evaluation: Evaluation, { program }: CompiledExpression): Place | undefined {
  return program.trace(evaluation.wordScope()).place(worldOf(evaluation, 'all'))
}

/**
 * Where the element of a `forEach` stands: where it was made, when that is in the judged resource; in another one only what the
 * expression has not put together. Undefined when it is of no document.
 */
export function placeOfElement(evaluation: Evaluation, element: ElementInTurn): Place | undefined {
  const { resource } = evaluation
  const { list, values, index, key } = element
  const found = locateIn(evaluation, values[index])
  if (found) return found
  const around = locateIn(evaluation, list)
  if (around) {
    const pointer = `${around.pointer}${formatPointer([String(key)])}`
    return { ...around, pointer: nearest(around.resource, pointer) }
  }
  const trace = resource && element.trace(evaluation.wordScope())
  if (!trace || elementsOf(trace.value)?.values.length !== values.length) return undefined
  return trace.placeOf(index, worldOf(evaluation, 'judged'))
}

/** Where a value of a document stands: in the judged resource, or in another one that the policy reads. */
function locateIn({ resource, inventory }: Evaluation, value: unknown): Place | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const pointer = resource && pointerOf(resource.data, value)
  return pointer === undefined ? inventory?.find(value) : { resource: resource as Resource, pointer }
}

/** The judged resource, or all that the policy reads, as traces see it. */
function worldOf(evaluation: Evaluation, extent: 'judged' | 'all'): World<Place> {
  const { policy, resource } = evaluation
  const scope = evaluation.wordScope()
  const roots = new Set(resource ? [resource.data, scope.object ?? scope.oldObject] : [])
  const find = (container: object): Place | undefined => {
    for (const root of roots) {
      const pointer = pointerOf(root, container)
      if (pointer !== undefined) return { resource: resource as Resource, pointer }
    }
    return extent === 'all' ? findElsewhere(evaluation, container) : undefined
  }
  const trails = new Map<string, Trail | undefined>()
  return {
    find(container, key) {
      const found = find(container)
      if (!found) return undefined
      const pointer = key === undefined ? found.pointer : `${found.pointer}${formatPointer([key])}`
      // Nearly always it is the container itself that is written.
      const isWritten = writtenOf(found.resource.data) === found.resource.data
      const { resource } = found
      if (isWritten && (key === undefined || Object.hasOwn(container, key))) return { resource, pointer }
      return { resource, pointer: nearest(resource, pointer) }
    },
    variable(name, home) {
      const key = `${home ?? ''}/${name}`
      const variable = variablesOf(policy, home).findLast((candidate) => candidate.name === name)
      if (variable && !trails.has(key)) {
        const of = variable.home
        const { trail } = variable.program.trace(scopeOf(scope, of))
        trails.set(key, trail && { ...trail, home: of })
      }
      return trails.get(key)
    },
  }
}

function variablesOf({ variables, homes }: CompiledPolicy, home: string | undefined) {
  return home === undefined ? variables : (homes.find(({ pack }) => pack === home)?.variables ?? [])
}

function findElsewhere({ context, inventory }: Evaluation, container: object): Place | undefined {
  return inventory && (inventory.find(container) ?? context.redaction.find(container))
}

/** The pointer itself, or that of the nearest thing around it that is written. */
function nearest(resource: Resource, pointer: string): string {
  const segments = parsePointer(pointer)
  let value: unknown = writtenOf(resource.data)
  for (const [i, segment] of segments.entries()) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment))
      return formatPointer(segments.slice(0, i))
    value = (value as Record<string, unknown>)[segment]
  }
  return pointer
}
