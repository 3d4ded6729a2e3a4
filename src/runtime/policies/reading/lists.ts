import type { YamlDocument } from '../../documents/yaml.js'
import { field } from '../../member.js'
import { kindOf } from '../formats/kinds.js'

const listKind = /^v1\/List$|^admissionregistration\.k8s\.io\/.*List$/

/**
 * The documents of a file, with the items of what `kubectl get -o yaml` writes in place of the list. Each item knows
 * where it stands in the file.
 */
export function withoutLists(documents: readonly YamlDocument[]): YamlDocument[] {
  return documents.flatMap((document) => {
    const items = field(document.data, 'items')
    if (document.errors.length > 0 || !Array.isArray(items) || !listKind.test(kindOf(document) ?? ''))
      return [document]
    return items.map((data, index) => itemOf(document, data, `/items/${index}`))
  })
}

function itemOf(list: YamlDocument, data: unknown, pointer: string): YamlDocument {
  return {
    data,
    errors: [],
    locate: (below, part) => list.locate(`${pointer}${below}`, part),
    offsetIn: (below, offset) => list.offsetIn(`${pointer}${below}`, offset),
    lineAt: list.lineAt,
  }
}
