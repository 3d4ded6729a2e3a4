import { inputError } from '../../runtime/input-error.js'
import { type Catalog, listingOf } from '../../runtime/library/listing.js'
import { listShippedPacks } from '../../runtime/library/shipped.js'
import { isPackageName, shippedPacks } from '../../runtime/package-names.js'
import { loadPolicies } from '../../runtime/policies/index.js'
import { didYouMean } from '../../runtime/suggest.js'
import { printable } from '../../wording/printable.js'
import { exitCodes } from '../exit-codes.js'
import type { CommonFlags } from '../flags.js'
import { readSettings, type Settings } from '../settings.js'
import type { World } from '../world.js'
import { detailsText, overviewText } from './list/text.js'

export interface ListFlags extends CommonFlags {
  readonly json?: boolean
}

/** `policytest list [pack…]`: the packs that are in use here and those that ship; of named ones, all that is in them. */
export function listCommand(names: readonly string[], flags: ListFlags, world: World): number {
  const settings = readSettings(flags, world)
  const listing = names.length === 0 ? overviewOf(settings) : detailsOf(names, settings)
  const text = 'ships' in listing ? overviewText(listing) : detailsText(listing)
  world.stdout.write(flags.json ? `${JSON.stringify(listing, null, 2)}\n` : printable(text))
  return exitCodes.clean
}

function overviewOf(settings: Settings) {
  const used = listed(settings.policies ?? [], settings)
  return { used, ships: listShippedPacks(settings.base.disk.root) }
}

function detailsOf(names: readonly string[], settings: Settings) {
  const places = names.filter(isPackageName)
  const plain = names.filter((name) => !isPackageName(name))
  const own = plain.length === 0 ? undefined : listed(settings.policies ?? [], settings)
  const isOwn = (name: string) => own?.packs.some((pack) => pack.name === name)
  for (const name of plain.filter((each) => !isOwn(each) && !shippedPacks().includes(each))) {
    const known = [...(own?.packs.map((pack) => pack.name) ?? []), ...shippedPacks()]
    const hint = didYouMean(name, known, 'packs')
    throw inputError('unknown-reference', `unknown pack '${name}'`, hint === undefined ? {} : { hint })
  }
  const shipped = plain.filter((name) => !isOwn(name)).map((name) => `policytest:${name}`)
  const others = listed([...places, ...shipped], settings)
  return {
    packs: [...(own?.packs.filter(({ name }) => plain.includes(name)) ?? []), ...others.packs],
    policies: others.policies,
  }
}

function listed(policies: NonNullable<Settings['policies']>, { base }: Settings): Catalog {
  const { root, exclusion } = base.disk
  return policies.length === 0
    ? { packs: [], policies: [] }
    : listingOf(loadPolicies(policies, root, exclusion))
}
