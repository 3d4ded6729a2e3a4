import { mostErrors } from '../../runtime/documents/problem.js'
import { describe, itemProblem, resourceAt } from '../../runtime/documents/resource-at.js'
import { isRecord, textAt } from '../../runtime/member.js'
import type { Diagnostic, Resource, Source } from '../../runtime/model/index.js'

/**
 * The namespaces of the registry as a list of names or of objects. Names alone tell nothing: it recognises nothing by
 * itself, and the snapshot of a collection names it.
 */
export const ibmCrNamespaces: Source = {
  name: 'ibm-cr-namespaces',
  reads: 'ibmcloud cr namespace-list --output json, where it prints names alone',
  accepts: () => false,
  read(document) {
    const resources: Resource[] = []
    const problems: Diagnostic[] = []
    const list = Array.isArray(document.data) ? document.data : [document.data]
    for (const [index, item] of list.entries()) {
      if (problems.length >= mostErrors) break
      const pointer = Array.isArray(document.data) ? `/${index}` : ''
      const name = typeof item === 'string' && item !== '' ? item : textAt(item, 'name')
      if (name === undefined) {
        const message = `expected the name of a namespace, found ${describe(item)}`
        problems.push(itemProblem(document, pointer, message))
      } else {
        const identity = { type: 'ibm.cr/Namespace', id: name, name }
        resources.push(resourceAt(document, pointer, isRecord(item) ? item : { name }, identity))
      }
    }
    return { resources, problems, covers: ['ibm.cr/Namespace'] }
  },
}
