import { collectionSource } from './collections.js'

/** `ibmcloud tg connections`: what a transit gateway connects. */
export const ibmTg = collectionSource('ibm-tg', 'ibmcloud tg connections --output json', [
  {
    type: 'ibm.tg/Connection',
    lists: ['connections'],
    is: (item) => 'network_type' in item && ('status' in item || 'network_id' in item),
  },
])
