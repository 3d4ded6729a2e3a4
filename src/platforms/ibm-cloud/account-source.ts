import { textAt } from '../../runtime/member.js'
import { collectionSource, type Item, type Kind } from './collections.js'
import { lackingVrf } from './text-source.js'

/** Its JSON is not documented: whether VRF is enabled is read from whatever truth value has `vrf` in its name. */
const account: Kind = {
  type: 'ibm.account/Account',
  lists: [],
  is: (item) => textAt(item, 'account_id') !== undefined && 'ims_account_id' in item,
  idOf: (item) => textAt(item, 'account_id'),
  view: {
    data: (item) => {
      const vrf = vrfIn(item)
      return vrf === undefined ? item : { ...item, vrf_enabled: item[vrf] }
    },
    pointer: (pointer, item) =>
      pointer === '/vrf_enabled' && vrfIn(item) !== undefined ? `/${vrfIn(item)}` : pointer,
  },
  lacks: (item) => (vrfIn(item) === undefined && item.ims_account_id ? lackingVrf : undefined),
}

function vrfIn(item: Item): string | undefined {
  return Object.keys(item).find((key) => /^\w*vrf\w*$/i.test(key) && typeof item[key] === 'boolean')
}

export const ibmAccount = collectionSource('ibm-account', 'ibmcloud account show --output json', [account])
