import { isRecord } from '../../runtime/member.js'
import { collectionSource } from './collections.js'

/** A list shows the first three addresses of each zone (`addresses_preview`), a zone by itself all of them. */
const addressLists = ['addresses', 'addresses_preview'] as const

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
      addressLists.some((field) => {
        const addresses = item[field]
        return (
          Array.isArray(addresses) && addresses.every((address) => isRecord(address) && 'type' in address)
        )
      }),
  },
])
