import { groupBy } from '../../runtime/model/by-guideline.js'
import type { ResourceRef } from '../../runtime/model/index.js'
import { resourceOf } from '../../wording/finding.js'
import { property } from '../../wording/oscal/property.js'
import { named } from '../../wording/oscal/text.js'
import type { Judged } from './judged.js'

/** Everything that was judged, each once. */
export function inventoryItems(judged: readonly Judged[]) {
  return [...groupBy(judged, ({ item }) => [item])].map(([uuid, same]) =>
    inventoryItem(
      uuid,
      same.map(({ resource }) => resource),
    ),
  )
}

function inventoryItem(uuid: string, resources: readonly ResourceRef[]) {
  const [first] = resources as [ResourceRef]
  const { type, id, name, namespace, subject } = first
  const files = [...new Set(resources.map(({ file }) => file))]
  return {
    uuid,
    description: named(resourceOf(first)),
    props: [
      property('type', type),
      property('id', id),
      property('name', name),
      ...(namespace === undefined ? [] : [property('namespace', namespace)]),
      ...Object.entries(subject).map(([key, value]) => property(key, value, 'subject')),
      ...files.map((file) => property('file', file)),
    ],
  }
}
