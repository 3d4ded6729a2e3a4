import type { Severity } from '../../model/index.js'
import type { JsonSchema } from './json-schema.js'

/** Data as JSON.parse gives it, of which nothing is known. */
// biome-ignore lint/suspicious/noExplicitAny: what an export holds is nobody's type, and policies read deep into it
export type AnyData = any

/** What a finding points at, and what it says. */
export interface Complaint {
  /** An RFC 6901 pointer in the judged object, or a part of the object (or of one that was looked up) itself. Default: the object. */
  readonly at?: string | object
  readonly message: string
}

/** The objects that are there together, as far as the policy says that it looks them up. */
export interface LookUp {
  /** All objects of a type; globs allowed. */
  list(type: string): readonly AnyData[]
  get(type: string, namespace: string, name: string): AnyData
  /** The objects whose field at the path (`metadata.namespace`, `targets[].id`) equals the value; indexed. */
  where(type: string, path: string, value: unknown): readonly AnyData[]
}

/** What a rule in code is given. Nothing of it may be changed: it is frozen. */
export interface CheckInput<Data = AnyData> {
  /** The judged object; null for a policy of `scope: inventory`. */
  readonly object: Data
  readonly params: Readonly<Record<string, AnyData>>
  readonly inventory: LookUp
  /** The run's time. */
  readonly now: Date
  /** What the export does not say of itself: cluster, node. */
  readonly subject: Readonly<Record<string, string>>
}

/**
 * A rule in code: `true`, or what is wrong. A pure function of what it is given; where secrets have to be masked it is called
 * a second time, with masked data, for the words. What it throws, and any other answer, is a verdict `error`.
 */
export type Check<Data = AnyData> = (given: CheckInput<Data>) => true | string | readonly Complaint[]

/**
 * A schema as libraries share it, <https://standardschema.dev>: of zod, valibot, arktype and others. What it says of the data
 * that it takes counts; defaults and other changes that it would make do not.
 */
export interface ObjectSchema<Data = AnyData> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => SchemaResult | Promise<SchemaResult>
    /** For the compiler alone. */
    readonly types?: { readonly input: Data; readonly output: unknown } | undefined
  }
}

/** What a schema says of data. */
export interface SchemaResult {
  /** Undefined: it fits. */
  readonly issues?: readonly SchemaIssue[] | undefined
}

/** Where data do not fit, and why. */
export interface SchemaIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** A rule as a CEL expression, with the fields of the file format. */
export interface CelValidation {
  /** Unique in the policy. Default: `validation-<n>`. */
  readonly name?: string
  /** CEL giving a list or a map: each element is judged as `item`, and gets its own finding. */
  readonly forEach?: string
  /** CEL giving a bool: true means that the resource is as it should be. */
  readonly expression: string
  readonly message?: string
  /** CEL giving the message. */
  readonly messageExpression?: string
  /** CEL giving the value at which findings point. */
  readonly at?: string
}

/** A rule in code, where CEL is not enough. */
export interface CodeValidation<Data = AnyData> {
  /** Unique in the policy. */
  readonly name: string
  readonly check: Check<Data>
  /** What is said where the words of the function cannot be, because they may hold a secret. */
  readonly message?: string
}

/** A policy in TypeScript: what a policy file says under `metadata.name` and `spec`, with rules in code as well. */
export interface PolicyDefinition<Data = AnyData> {
  readonly name: string
  readonly title?: string
  readonly description?: string
  /** Ids of the guidelines of its pack. */
  readonly guidelines?: readonly string[]
  /** Of a policy without guidelines. Default: medium. */
  readonly severity?: Severity
  /** JSON Schemas, with defaults; of a policy without pack. */
  readonly params?: Readonly<Record<string, JsonSchema>>
  readonly match: {
    /** Types of the resources to judge; globs allowed. */
    readonly resources: readonly string[]
    /** `resource` (default): judge each one; `inventory`: judge once, over everything. */
    readonly scope?: 'resource' | 'inventory'
    /** What `object` has, for the checker of CEL expressions. */
    readonly schema?: JsonSchema
  }
  /**
   * What objects have: the type of `object` in rules in code. One that meets the match conditions and does not fit is a verdict
   * `error`, at the place that does not, and no rule sees it.
   */
  readonly object?: ObjectSchema<Data>
  /** Types that must be among the exports besides; without them: no data. */
  readonly requires?: readonly (string | { readonly anyOf: readonly string[] })[]
  /** Types that rules in code look up in `inventory`, beside those that it requires. CEL expressions need not say it. */
  readonly looksUp?: readonly string[]
  readonly matchConditions?: readonly { readonly name: string; readonly expression: string }[]
  readonly variables?: readonly { readonly name: string; readonly expression: string }[]
  readonly validations: readonly (CelValidation | CodeValidation<Data>)[]
}

/** One thing that a pack asks for, with the fields of pack.yaml. */
export interface GuidelineDefinition {
  readonly id: string
  readonly title: string
  readonly statement: string
  readonly severity: Severity
  readonly kind?: 'requirement' | 'recommendation' | 'provider-default'
  readonly source?: { readonly document: string; readonly section?: string; readonly url?: string }
  readonly rationale?: string
  /** Markdown. */
  readonly remediation?: string
  readonly controls?: Readonly<Record<string, readonly string[]>>
  readonly attestation?: string | { readonly statement: string; readonly every?: string }
}

/** A pack in TypeScript: what pack.yaml says, with its policies. */
export interface PackDefinition {
  readonly name: string
  readonly title: string
  readonly description?: string
  readonly documents?: readonly {
    readonly id: string
    readonly title: string
    readonly publisher?: string
    readonly date?: string
    readonly url?: string
  }[]
  readonly imports?: readonly object[]
  readonly params?: Readonly<Record<string, JsonSchema>>
  readonly variables?: readonly { readonly name: string; readonly expression: string }[]
  readonly functions?: readonly object[]
  readonly guidelines?: readonly GuidelineDefinition[]
  readonly profiles?: readonly {
    readonly id: string
    readonly title?: string
    readonly description?: string
    readonly default?: boolean
    readonly guidelines: readonly string[]
    readonly except?: readonly string[]
  }[]
  readonly policies: readonly DefinedPolicy[]
}

/** Where a program defines something. */
export interface CallSite {
  /** Absolute. */
  readonly path: string
  readonly line: number
  readonly column: number
}

/** A policy that a program defines; what loads policies takes it beside paths. */
export interface DefinedPolicy {
  readonly defines: 'policy'
  readonly definition: PolicyDefinition
  readonly at: CallSite | undefined
}

/** A pack that a program defines, with its policies. */
export interface DefinedPack {
  readonly defines: 'pack'
  readonly definition: PackDefinition
  readonly at: CallSite | undefined
}

export type Defined = DefinedPolicy | DefinedPack
