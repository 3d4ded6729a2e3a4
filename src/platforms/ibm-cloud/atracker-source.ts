import { isRecord, textAt } from '../../runtime/member.js'
import { collectionSource, type Kind } from './collections.js'

export const atrackerKinds: readonly Kind[] = [
  {
    type: 'ibm.atracker/Route',
    lists: ['routes'],
    is: (item) =>
      Array.isArray(item.rules) &&
      item.rules.every((rule) => isRecord(rule) && 'target_ids' in rule) &&
      (item.rules.length > 0 || (textAt(item, 'crn')?.includes(':atracker:') ?? false)),
  },
  {
    type: 'ibm.atracker/Target',
    lists: ['targets'],
    is: (item) => 'target_type' in item && 'id' in item,
  },
  {
    type: 'ibm.atracker/Settings',
    lists: [],
    is: (item) => Array.isArray(item.default_targets),
    idOf: () => 'settings',
  },
]

/** `ibmcloud atracker …`: where the events of an account go. */
export const ibmAtracker = collectionSource(
  'ibm-atracker',
  'ibmcloud atracker route ls, target ls, setting get --output json',
  atrackerKinds,
)
