import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseYaml } from '../documents/yaml.js'
import { displayed, type FoundFile, yamlFilesIn } from './find.js'
import { kindOf } from './kinds.js'
import { readerOf } from './policy-files.js'
import { child } from './schema-walk.js'

/** What one file says of itself, before it is checked. */
interface Glance {
  /** Names of the policies that it holds. */
  readonly policies: readonly unknown[]
  /** The policy that it tests. */
  readonly tests: readonly unknown[]
}

/** For files named alone: the policy that a test needs and the tests of a policy, from the same folder. */
export function companionsOf(found: readonly FoundFile[], root: string): FoundFile[] {
  const known = new Set(found.map(({ path }) => path))
  const named = found.filter(({ by }) => by === 'named')
  return [...new Set(named.map(({ path }) => dirname(path)))].flatMap((folder) => {
    const here = named.filter(({ path }) => dirname(path) === folder).map(({ path }) => glance(path))
    const policies = new Set(here.flatMap((file) => file.policies))
    const tested = new Set(here.flatMap((file) => file.tests))
    return yamlFilesIn(folder)
      .filter((path) => !known.has(path))
      .filter((path) => {
        const file = glance(path)
        return file.policies.some((name) => tested.has(name)) || file.tests.some((name) => policies.has(name))
      })
      .map((path) => ({ path, file: displayed(path, root), by: 'found' as const }))
  })
}

function glance(path: string): Glance {
  const documents = parseYaml(path, readFileSync(path, 'utf8')).filter(({ errors }) => errors.length === 0)
  const policies = documents.filter((document) => readerOf(document) !== undefined)
  const tests = documents.filter((document) => kindOf(document) === 'policytest.dev/v1/PolicyTest')
  return {
    policies: policies.map(({ data }) => child(child(data, 'metadata'), 'name')),
    tests: tests.map(({ data }) => bareName(child(child(data, 'spec'), 'policy'))),
  }
}

/** The name of `pack/name`. */
function bareName(reference: unknown): unknown {
  return typeof reference === 'string' ? reference.replace(/^.*\//, '') : reference
}
