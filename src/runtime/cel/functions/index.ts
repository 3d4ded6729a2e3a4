import type { CelFunction, Extension } from '../../model/index.js'
import { conversions } from './conversions.js'
import { encoders } from './encoders.js'
import { namedFormats } from './formats/named-formats.js'
import { inventory, inventoryType } from './inventory.js'
import { lists } from './lists.js'
import { math } from './math.js'
import { network } from './network/addresses.js'
import { ranges } from './network/ranges.js'
import { optionals } from './optionals.js'
import { quantities } from './quantity.js'
import { regex } from './regex/regex.js'
import { versions } from './semver.js'
import { sets } from './sets.js'
import { stringExtensions } from './strings/extensions.js'
import { stringFormat } from './strings/format.js'
import { strings } from './strings/standard.js'
import { times } from './times.js'
import { urls } from './urls.js'

/** The table of functions by subject, in the order of docs/reference/functions.md. */
export const subjects: Readonly<Record<string, readonly CelFunction[]>> = {
  Conversions: conversions,
  Strings: [...strings, ...stringExtensions, ...stringFormat],
  'Regular expressions': regex,
  Lists: lists,
  Sets: sets,
  Numbers: math,
  Encoders: encoders,
  Optionals: optionals,
  'Times and durations': times,
  'IP addresses and CIDR blocks': network,
  'Port ranges and CIDR sets': ranges,
  URLs: urls,
  Quantities: quantities,
  Versions: versions,
  'Named formats': namedFormats,
  'Other resources': inventory,
}

/** The language's functions and types; extensions of the host program come on top. */
export const library: Extension = {
  functions: Object.values(subjects).flat(),
  types: [inventoryType],
}
