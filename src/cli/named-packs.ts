import { type Library, loadLibrary } from '../runtime/library/library.js'
import { isInside, isPackageName, pathOf } from '../runtime/package-names.js'
import { requirePolicies } from './require-policies.js'
import type { Settings } from './settings.js'

/**
 * The library for a command that is told packs by name. One that is named by where it is, `policytest:ibm-pag` or
 * `npm:@acme/policies`, need not be among the policies of the settings.
 */
export function libraryOf(names: readonly string[], settings: Settings) {
  const places = names.filter(isPackageName)
  const isAllPlaced = places.length > 0 && places.length === names.length
  const policies = [...places, ...(isAllPlaced ? [] : requirePolicies(settings))]
  const library = loadLibrary({ ...settings.base, policies })
  const { root } = settings.base.disk
  return {
    library,
    packs: names.flatMap((name) => (isPackageName(name) ? packsAt(name, library, root) : name)),
  }
}

function packsAt(name: string, { loaded }: Library, root: string): string[] {
  const folder = pathOf(root, name)
  return loaded.packs.filter(({ file }) => isInside(pathOf(root, file), folder)).map((pack) => pack.name)
}
