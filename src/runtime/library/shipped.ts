import { readFileSync } from 'node:fs'
import { pathOf, shippedPacks } from '../package-names.js'
import { displayPath } from '../paths.js'
import { parsePack } from '../policies/index.js'
import { version } from '../report/version.js'
import { type PackOverview, packOverview } from './listing.js'

/** A pack that ships with policytest. */
export interface ShippedPack extends PackOverview {
  /** That of policytest. */
  readonly version: string
}

/**
 * The packs that ship with policytest: `policytest:<name>` names the policies of one.
 * @param root what their files are named relative to
 * @group Policies
 * @example
 * ```ts
 * import { listShippedPacks } from 'policytest'
 *
 * console.log(listShippedPacks().some(({ name }) => name === 'kubernetes')) // true
 * ```
 */
export function listShippedPacks(root: string = process.cwd()): ShippedPack[] {
  return shippedPacks()
    .map((name) => pathOf(root, `policytest:${name}/pack.yaml`))
    .map((path) => packOverview(parsePack(displayPath(root, path), readFileSync(path, 'utf8'))))
    .map((pack) => ({ ...pack, version }))
}
