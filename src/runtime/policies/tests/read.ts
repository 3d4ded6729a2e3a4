import type { YamlDocument } from '../../documents/yaml.js'
import type { Location, Subject } from '../../model/index.js'
import { requireKind } from '../formats/kinds.js'
import { type InlineDocument, inlineDocument } from '../inline-documents.js'
import { type CrossCheck, checked, onlyDocument } from '../mistakes/check.js'
import { unique } from '../mistakes/cross-checks.js'
import { type Place, placeOf } from '../mistakes/places.js'
import { type ParamLayer, paramLayer } from '../params/layers.js'
import {
  casesWithoutResources,
  contradictoryRequests,
  incompleteOperations,
  pointlessFindings,
} from './contradictions.js'
import { type Expectation, readExpectation } from './expectation.js'
import { type PolicyTestDocument, policyTestFormat } from './format.js'

/** A test file: cases that say what one policy has to find. */
export interface PolicyTest {
  /** Its metadata.name, or else the name of the policy. */
  readonly name: string
  readonly file: string
  /** As written: a policy's name, or `pack/name`. */
  readonly policy: string
  /** Place of the policy's name. */
  readonly place: Place
  /** What the file says for all of its cases is part of each. */
  readonly cases: readonly TestCase[]
}

export interface TestCase {
  readonly name: string
  /** Place of its name. */
  readonly place: Place
  readonly given: readonly GivenInput[]
  readonly resources: readonly InlineDocument[]
  /** Those of the file, then those of the case. */
  readonly params: readonly ParamLayer[]
  readonly now?: string
  readonly namespaceObject?: Readonly<Record<string, unknown>>
  readonly oldObject?: Readonly<Record<string, unknown>> | null
  readonly request?: Readonly<Record<string, unknown>>
  readonly patch: readonly PatchOperation[]
  readonly expect: Expectation
}

export interface GivenInput {
  /** A file or glob as written: relative to the folder of the test file. */
  readonly path: string
  readonly source?: string
  readonly subject: Subject
  readonly place: Place
}

/** One operation of RFC 6902 on the resource of this name or id; without it, on the only one. */
export interface PatchOperation {
  readonly resource?: string
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test'
  readonly path: string
  readonly from?: string
  readonly value?: unknown
  readonly location: Location
}

const crossChecks: readonly CrossCheck[] = [
  unique('/spec/cases/*/name', 'case'),
  casesWithoutResources,
  incompleteOperations,
  contradictoryRequests,
  pointlessFindings,
]

/** The test of a `*.test.yaml`; throws InputError with every mistake of the file. */
export function parsePolicyTest(file: string, text: string): PolicyTest {
  return readPolicyTest(onlyDocument(file, text))
}

/** The test of a document; throws InputError with every mistake in it. */
export function readPolicyTest(document: YamlDocument): PolicyTest {
  requireKind(document, 'PolicyTest')
  const { metadata, spec } = checked(policyTestFormat(), document, crossChecks)
  return {
    name: metadata?.name ?? spec.policy,
    file: document.locate('').file,
    policy: spec.policy,
    place: placeOf(document, '/spec/policy'),
    cases: spec.cases.map((_, i) => readCase(document, spec, i)),
  }
}

type Spec = PolicyTestDocument['spec']

function readCase(document: YamlDocument, spec: Spec, index: number): TestCase {
  const pointer = `/spec/cases/${index}`
  const written = spec.cases[index] as Spec['cases'][number]
  const { name, source, namespaceObject, oldObject, request, patch = [] } = written
  const subject = { ...spec.subject, ...written.subject }
  const now = written.now ?? spec.now
  const isOwn = written.given !== undefined || written.resources !== undefined
  const given = isOwn
    ? { list: written.given, at: `${pointer}/given` }
    : { list: spec.given, at: '/spec/given' }
  return {
    name,
    place: placeOf(document, `${pointer}/name`),
    given: (given.list ?? []).map((input, i) => {
      const { path, ...about } = typeof input === 'string' ? { path: input } : input
      const place = placeOf(document, `${given.at}/${i}`)
      return {
        path,
        ...(source === undefined ? {} : { source }),
        ...about,
        subject: { ...subject, ...subjectOf(about) },
        place,
      }
    }),
    resources: (written.resources ?? []).map((_, i) =>
      inlineDocument(document, `${pointer}/resources/${i}`, subject),
    ),
    params: [
      ...(spec.params ? [paramLayer(document, '/spec/params', spec.params)] : []),
      ...(written.params ? [paramLayer(document, `${pointer}/params`, written.params)] : []),
    ],
    ...(now === undefined ? {} : { now }),
    ...(namespaceObject === undefined ? {} : { namespaceObject }),
    ...(oldObject === undefined ? {} : { oldObject }),
    ...(request === undefined ? {} : { request }),
    patch: patch.map((operation, i) => ({
      ...operation,
      location: document.locate(`${pointer}/patch/${i}`),
    })),
    expect: readExpectation(document, `${pointer}/expect`, written.expect),
  }
}

function subjectOf(about: { readonly subject?: Subject }): Subject {
  return about.subject ?? {}
}
