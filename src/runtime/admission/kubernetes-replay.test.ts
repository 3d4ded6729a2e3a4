import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { compilePolicies } from '../compile/compile-policies.js'
import type { CompiledPolicy } from '../compile/compiled-policy.js'
import { parseYaml } from '../documents/yaml.js'
import { sourcesOf } from '../exports/sources.js'
import { InputError } from '../input-error.js'
import type { Finding, Resource } from '../model/index.js'
import { readPolicies } from '../policies/reading/policies-of-file.js'
import { scan } from '../scan/scan.js'

/**
 * Answers that the code of Kubernetes gave: what it makes of a policy and its bindings when they are created, and of
 * requests under them. Every policy is read from text, compiled, and judges the requests as test cases would give them.
 */
const folder = 'testdata/kubernetes/1.37'

type Object = Readonly<Record<string, unknown>>

interface Recorded {
  readonly policy: Object
  readonly bindings: readonly Object[]
  readonly params?: readonly Object[]
  /** Of a policy that is asked about no request: why it is refused, or null. */
  readonly answer?: { readonly refused?: readonly string[] }
  readonly cases?: readonly RecordedCase[]
}

interface RecordedCase {
  readonly request: {
    readonly operation: string
    readonly kind: GroupVersionKind
    readonly resource: { readonly group: string; readonly version: string; readonly resource: string }
    readonly namespace: string
    readonly name: string
    readonly userInfo: Object
    readonly subResource?: string
    readonly dryRun?: boolean
  }
  readonly object?: Object | null
  readonly oldObject?: Object | null
  /** A built-in kind, decoded by the API server; else a custom resource, whatever its kind. */
  readonly typed?: boolean
  readonly answer: {
    readonly denied: boolean
    readonly evaluated: number
    readonly decisions?: readonly Decision[]
    readonly auditAnnotations?: Readonly<Record<string, unknown>>
    readonly message?: string
  }
}

interface GroupVersionKind {
  readonly group: string
  readonly version: string
  readonly kind: string
}

interface Decision {
  readonly index: number
  readonly param?: string
  readonly action: 'admit' | 'deny'
  readonly evaluation: 'admit' | 'deny' | 'error' | 'annotation-error'
  readonly message?: string
  readonly reason?: string
}

const sources = sourcesOf(platforms, { root: '.' })
const namespaces = JSON.parse(readFileSync(join(folder, 'namespaces.json'), 'utf8')) as readonly Object[]

/** What discovery says of the custom resources. */
const definitions = [
  { kind: 'Widget', plural: 'widgets', versions: ['v1', 'v1beta1'] },
  { kind: 'Thing', plural: 'things', versions: ['v1'] },
].map(({ kind, plural, versions }) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.example.com` },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural, kind },
    versions: versions.map((name) => ({ name, served: true })),
  },
}))

function resourcesOf(object: Object): readonly Resource[] {
  return parseYaml('object.yaml', JSON.stringify(object)).flatMap(
    (document) =>
      sources.read({ ...document, file: 'object.yaml', format: 'yaml', subject: {} }, 'kubernetes').resources,
  )
}

function compile({ policy, bindings, params = [] }: Recorded): CompiledPolicy {
  const text = [policy, ...bindings].map((object) => JSON.stringify(object, undefined, 1)).join('\n---\n')
  const read = readPolicies(parseYaml('policy.yaml', text))
  const [written] = read.policies
  if (!written) throw new Error('no policy')
  const [compiled] = compilePolicies(
    [
      {
        policy: written,
        guidelines: [],
        bindings: read.bindings.filter((binding) => binding.policy === written.name),
        beside: [...params, ...definitions].flatMap(resourcesOf),
      },
    ],
    platforms,
  )
  if (!compiled) throw new Error('not compiled')
  return compiled
}

/** Undefined when the policy and its bindings are taken. */
function refusal(compiling: () => unknown): string | undefined {
  try {
    compiling()
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics.map(({ message }) => message).join('; ')
    throw error
  }
  return undefined
}

/** What an API server answers, and what we do, in the same words. */
interface Verdicts {
  readonly denied: boolean
  /** Sorted: nobody promises an order of parameters. */
  readonly said: readonly string[]
  readonly auditAnnotations: Readonly<Record<string, unknown>>
}

function theirs({ answer }: RecordedCase, policy: Object): Verdicts {
  const said = (answer.decisions ?? [])
    .filter(({ evaluation }) => evaluation !== 'admit')
    .map(({ index, evaluation, message, reason }) =>
      evaluation === 'deny' ? `${index}: ${reason}: ${message}` : evaluation,
    )
  const prefix = `${(policy.metadata as { name: string }).name}/`
  const annotations = Object.entries(answer.auditAnnotations ?? {})
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => [key.slice(prefix.length), value])
  return {
    denied: answer.denied,
    said: [...said, ...(answer.evaluated === 0 && answer.denied ? ['error'] : [])].sort(),
    auditAnnotations: Object.fromEntries(annotations),
  }
}

function ours(compiled: CompiledPolicy, { request, object, oldObject, typed }: RecordedCase): Verdicts {
  const subject = object ?? oldObject
  if (!subject) throw new Error('nothing to judge')
  const auditAnnotations = new Map<string, Set<string>>()
  const isNamespace = request.kind.kind === 'Namespace'
  const namespaceObject = namespaces.find(
    ({ metadata }) => !isNamespace && (metadata as { name?: string }).name === request.namespace,
  )
  const outcome = scan([compiled], [{ resources: resourcesOf(subject), coveredTypes: new Set() }], {
    paramsOf: () => ({}),
    now: new Date('2026-01-01T00:00:00Z'),
    sensitive: [],
    keepResults: Number.POSITIVE_INFINITY,
    undecoded: !typed,
    request: {
      ...(object && oldObject && { oldObject }),
      ...(namespaceObject && { namespaceObject }),
      request: askedFor(request),
    },
    audit: (key, value) => auditAnnotations.set(key, (auditAnnotations.get(key) ?? new Set()).add(value)),
  })
  const findings = outcome.faults.flatMap((fault) => fault.findings)
  const remarks = outcome.admission.get(compiled.id)?.ignored ?? []
  const ignored = [...remarks].flatMap(([rule, { count }]) =>
    new Array<string>(rule.startsWith('validation-') ? count : 0).fill('error'),
  )
  return {
    denied: findings.some(
      ({ admission, validation }) =>
        admission?.actions.includes('Deny') || isAnnotation(validation) || validation === 'matchConstraints',
    ),
    said: [...oneOfConditions(findings).map(saidBy), ...ignored].sort(),
    auditAnnotations: Object.fromEntries(
      [...auditAnnotations].map(([key, values]) => [key, [...values].join(', ')]),
    ),
  }
}

/** What the object does not say of itself. The recorded requests have no options. */
function askedFor({ kind: _, resource, ...request }: RecordedCase['request']): Object {
  return { ...request, options: null, ...(request.subResource && { resource }) }
}

const isAnnotation = (rule: string) => rule.startsWith('auditAnnotations.')

/** The API server tells the errors of all match conditions as one. */
function oneOfConditions(findings: readonly Finding[]): readonly Finding[] {
  const isCondition = ({ validation }: Finding) => validation.startsWith('matchConditions.')
  return findings.filter((finding) => !isCondition(finding) || findings.find(isCondition) === finding)
}

function saidBy({ verdict, validation, message, admission }: Finding): string {
  if (verdict === 'error') return isAnnotation(validation) ? 'annotation-error' : 'error'
  return `${Number(validation.slice('validation-'.length)) - 1}: ${admission?.reason}: ${message}`
}

/** What differs, each with its place in the recording. */
function differences(name: string): Record<string, string> {
  const found: Record<string, string> = {}
  const lines = readFileSync(join(folder, 'policies', name), 'utf8')
    .trimEnd()
    .split('\n')
  for (const [line, text] of lines.entries()) {
    const recorded = JSON.parse(text) as Recorded
    const at = `${name.replace('.ndjson', '')}:${line + 1}`
    const mustRefuse = recorded.answer?.refused
    let compiled: CompiledPolicy | undefined
    const refused = refusal(() => {
      compiled = compile(recorded)
    })
    if ((refused !== undefined) !== (mustRefuse !== undefined)) {
      found[at] = refused === undefined ? `accepted, not refused: ${mustRefuse}` : `refused: ${refused}`
    }
    for (const [index, each] of (recorded.cases ?? []).entries()) {
      if (!compiled) break
      const expected = theirs(each, recorded.policy)
      const actual = ours(compiled, each)
      if (JSON.stringify(sorted(actual)) !== JSON.stringify(sorted(expected))) {
        found[`${at}.${index + 1}`] = `${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`
      }
    }
  }
  return found
}

function sorted({ denied, said, auditAnnotations }: Verdicts): unknown {
  return [denied, said, Object.entries(auditAnnotations).sort(([a], [b]) => (a < b ? -1 : 1))]
}

/** Reason → where the recording is not followed. */
type Exceptions = Readonly<Record<string, readonly string[]>>

function readExceptions(file: string): readonly string[] {
  return Object.values(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Exceptions).flat()
}

const exceptions = readExceptions('policy-exceptions.json')

const policyOf = (at: string) => at.split('.')[0] ?? at

describe('policies are refused, and requests decided, as by Kubernetes 1.37', () => {
  test.each(readdirSync(join(folder, 'policies')))('%s', (name) => {
    const found = differences(name)
    const isKnown = (at: string) => exceptions.includes(at) || exceptions.includes(policyOf(at))
    const unexpected = Object.entries(found).filter(([at]) => !isKnown(at))
    expect(Object.fromEntries(unexpected)).toEqual({})
    const group = `${name.replace('.ndjson', '')}:`
    const differing = new Set(Object.keys(found).flatMap((at) => [at, policyOf(at)]))
    expect(exceptions.filter((at) => at.startsWith(group) && !differing.has(at))).toEqual([])
  })
})
