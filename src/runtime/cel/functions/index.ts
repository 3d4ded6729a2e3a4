import type { Extension } from '../table.js'
import { conversions } from './conversions.js'
import { inventory, inventoryType } from './inventory.js'
import { network } from './network.js'
import { optionals } from './optionals.js'
import { ranges } from './ranges.js'
import { regex } from './regex.js'
import { strings } from './strings.js'
import { extendedStrings } from './strings-extended.js'

/** The language's functions and types; extensions of the host program come on top. */
export const library: Extension = {
  functions: [
    ...conversions,
    ...strings,
    ...extendedStrings,
    ...optionals,
    ...regex,
    ...network,
    ...ranges,
    ...inventory,
  ],
  types: [inventoryType],
}
