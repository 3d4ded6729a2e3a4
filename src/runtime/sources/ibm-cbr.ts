import { collectionSource } from './collections.js'
import { isRecord } from './resource.js'

/** `ibmcloud cbr rules` and `ibmcloud cbr zones`: context-based restrictions. */
export const ibmCbr = collectionSource('ibm-cbr', 'ibmcloud cbr rules|zones --output json', [
  {
    type: 'ibm.cbr/Rule',
    lists: ['rules'],
    is: (item) => Array.isArray(item.contexts) && Array.isArray(item.resources),
  },
  {
    type: 'ibm.cbr/Zone',
    lists: ['zones'],
    is: (item) =>
      Array.isArray(item.addresses) &&
      item.addresses.every((address) => isRecord(address) && 'type' in address),
  },
])
