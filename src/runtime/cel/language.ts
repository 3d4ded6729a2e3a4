import type { Extension, OpaqueType } from '../model/index.js'
import { type FunctionIndex, indexFunctions } from './check/function-index.js'
import { library } from './functions/index.js'

/** The functions and types that expressions can use. */
export interface Language {
  readonly index: FunctionIndex
  readonly types: readonly OpaqueType[]
  /** Methods of the host program's objects. */
  readonly hostNames: ReadonlySet<string>
}

const languages = new WeakMap<readonly Extension[], Language>()
const plain: readonly Extension[] = []

/** The library with the extensions; built once for each list of extensions. */
export function languageWith(given: readonly Extension[]): Language {
  const extensions = given.length === 0 ? plain : given
  const known = languages.get(extensions)
  if (known) return known
  const types = [library, ...extensions].flatMap(({ types }) => types)
  const index = indexFunctions([library, ...extensions].flatMap(({ functions }) => functions))
  const methods = [...index.methods.values()].flat()
  const ofHost = methods.filter(({ receiver }) => types.some(({ name }) => name === receiver?.name))
  const built = { index, types, hostNames: new Set(ofHost.map((method) => method.of.name)) }
  languages.set(extensions, built)
  return built
}
