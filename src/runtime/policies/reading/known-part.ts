import type * as z from 'zod'
import type { YamlDocument } from '../../documents/yaml.js'
import { isRecord } from '../../member.js'
import { apiVersion } from '../../model/index.js'
import { asDecoded } from '../admission/decoded.js'
import { admissionVersions, validatingAdmissionPolicyFormat } from '../admission/format.js'
import { fixFormat } from '../fix/format.js'
import { kindOf } from '../formats/kinds.js'
import { unknownKeysOf } from '../mistakes/schema-diagnostics.js'
import { packFormat } from '../pack/format.js'
import { policyFormat } from '../policy/format.js'
import { policyTestFormat } from '../tests/format.js'

const formats: Readonly<Record<string, () => z.ZodType>> = {
  [`${apiVersion}/Policy`]: policyFormat,
  [`${apiVersion}/Pack`]: packFormat,
  [`${apiVersion}/PolicyTest`]: policyTestFormat,
  [`${apiVersion}/Fix`]: fixFormat,
}

/** Keys that bring names into expressions: without them, every use of a name would be a mistake. */
const naming = ['params', 'paramKind', 'variables', 'functions', 'schema', 'forEach', 'args']

/**
 * The document without the keys that its format does not know, for those who look for the mistakes in the rest of it;
 * as it is where one of them seems to be a key that brings names. Places stay.
 */
export function knownPart(document: YamlDocument): YamlDocument {
  if (document.errors.length > 0) return document
  const kind = kindOf(document) ?? ''
  const ofKubernetes = admissionVersions.some((version) => kind === `${version}/ValidatingAdmissionPolicy`)
  if (ofKubernetes)
    return known(validatingAdmissionPolicyFormat(), asDecoded(validatingAdmissionPolicyFormat(), document))
  const format = Object.hasOwn(formats, kind) ? formats[kind] : undefined
  return format ? known(format(), document) : document
}

function known(format: z.ZodType, document: YamlDocument): YamlDocument {
  const unknown = unknownKeysOf(format, document)
  if (unknown.some(({ key }) => key !== undefined && naming.includes(key))) return document
  return { ...document, data: unknown.reduce((data, { path }) => without(data, path), document.data) }
}

/** A copy without the member at a path. */
function without(data: unknown, [key, ...rest]: readonly PropertyKey[]): unknown {
  if (key === undefined) return data
  if (Array.isArray(data)) return data.map((item, i) => (i === key ? without(item, rest) : item))
  if (!isRecord(data)) return data
  const members = Object.entries(data)
  return Object.fromEntries(
    rest.length === 0
      ? members.filter(([name]) => name !== key)
      : members.map(([name, member]) => [name, name === key ? without(member, rest) : member]),
  )
}
