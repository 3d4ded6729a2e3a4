import type { Extension, OpaqueType } from '../model/index.js'
import type { KubernetesEnvironment } from './api.js'
import { type FunctionIndex, indexFunctions } from './check/function-index.js'
import { library } from './functions/index.js'

/** The functions and types that expressions can use. */
export interface Language {
  readonly index: FunctionIndex
  readonly types: readonly OpaqueType[]
  /** Methods of the host program's objects. */
  readonly hostNames: ReadonlySet<string>
}

/** By the list of extensions, then by the minor version of Kubernetes; 0 is policytest's own language. */
const languages = new WeakMap<readonly Extension[], Map<number, Language>>()
const plain: readonly Extension[] = []

/** The library with the extensions, as far as the environment has them; built once for each. */
export function languageWith(given: readonly Extension[], kubernetes?: KubernetesEnvironment): Language {
  const extensions = given.length === 0 ? plain : given
  const versions = languages.get(extensions) ?? new Map<number, Language>()
  languages.set(extensions, versions)
  const minor = kubernetes?.minor ?? 0
  const known = versions.get(minor)
  if (known) return known
  const types = [library, ...extensions].flatMap(({ types }) => types)
  const table = [library, ...extensions].flatMap(({ functions }) => functions)
  const index = indexFunctions(table, kubernetes)
  const methods = [...index.methods.values()].flat()
  const ofHost = methods.filter(({ receiver }) => types.some(({ name }) => name === receiver?.name))
  const built = { index, types, hostNames: new Set(ofHost.map((method) => method.of.name)) }
  versions.set(minor, built)
  return built
}
