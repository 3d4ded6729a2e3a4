import { parseYaml, type YamlDocument } from '../../documents/yaml.js'
import { isOurs } from './kinds.js'

/**
 * The documents of a file of ours: YAML 1.2. A Kubernetes object written inside it, a resource of a test case for example,
 * is read as Kubernetes reads it.
 */
export function parseOwn(file: string, text: string): YamlDocument[] {
  return parseYaml(file, text, { isKubernetes: isInlineObject })
}

/** The documents of a file that may hold ours, Kubernetes objects, or both; each is read as its reader reads it. */
export function parseMixed(file: string, text: string): YamlDocument[] {
  if (!/policytest/i.test(text)) return parseYaml(file, text, { scalars: 'kubernetes' })
  const own = parseOwn(file, text)
  const isTheirs = (document: YamlDocument) => document.data !== null && !isOurs(document)
  if (!own.some(isTheirs) || own.some(({ errors }) => errors.length > 0)) return own
  const theirs = parseYaml(file, text, { scalars: 'kubernetes' })
  if (!own.some(isOurs)) return theirs
  const sound = own.filter(({ data }) => data !== null)
  if (theirs.length !== sound.length) return theirs.some(({ errors }) => errors.length > 0) ? theirs : own
  return sound.map((document, index) => (isOurs(document) ? document : (theirs[index] ?? document)))
}

type Path = readonly (string | number)[]

/** What the API server would be asked about: the objects of a test case. */
function isInlineObject(path: Path, keys: readonly string[]): boolean {
  if (path.length === 0) return false
  if (keys.includes('apiVersion') && keys.includes('kind')) return true
  const [spec, cases, , name] = path
  return (
    path.length === 4 &&
    spec === 'spec' &&
    cases === 'cases' &&
    (name === 'oldObject' || name === 'namespaceObject')
  )
}
