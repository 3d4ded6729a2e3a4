import { calico } from '../../platforms/calico/source.js'
import { firewall } from '../../platforms/firewall-rules/source.js'
import { ibmCbr } from '../../platforms/ibm-cloud/cbr-source.js'
import { ibmIs } from '../../platforms/ibm-cloud/is-source.js'
import { ibmKs } from '../../platforms/ibm-cloud/ks-source.js'
import { ibmTg } from '../../platforms/ibm-cloud/tg-source.js'
import { json, jsonOfType } from '../../platforms/json/source.js'
import { kubernetes } from '../../platforms/kubernetes/source.js'
import { iptables } from '../../platforms/linux/iptables-source.js'
import { sshd } from '../../platforms/linux/sshd-source.js'
import { tencent } from '../../platforms/tencent-cloud/source.js'
import { describe } from '../documents/resource-at.js'
import { type InputError, inputError } from '../input-error.js'
import type { Diagnostic, Document, Resource, Source } from '../model/index.js'
import { closest } from '../suggest.js'

/** Every source, in the order in which messages name them. No two recognise the same document. */
export const sources: readonly Source[] = [
  kubernetes,
  calico,
  ibmIs,
  ibmKs,
  ibmCbr,
  ibmTg,
  tencent,
  iptables,
  firewall,
  sshd,
  json,
]

/**
 * The source that reads a document: the one named by `as` (`kubernetes`, `json:<type>`), else the one that recognises it.
 * Throws InputError, naming all sources, when none or several do.
 */
export function recognise(document: Document, as?: string): Source {
  if (as !== undefined) return sourceNamed(as)
  const accepting = sources.filter((source) => source.accepts(document))
  const [source, second] = accepting
  if (source !== undefined && second === undefined) return source
  const names = accepting.map(({ name }) => name).join(' and ')
  throw source === undefined
    ? unrecognised(document)
    : undecided(document, `${names} both read this`, 'source-ambiguous')
}

/** What a source makes of a document. */
export interface SourceReading {
  /** Name of the source. */
  readonly source: string
  /** In the order of the document. */
  readonly resources: readonly Resource[]
  /** The types of the resources, and those that the document lists even where there is none. */
  readonly coveredTypes: readonly string[]
  readonly warnings: readonly Diagnostic[]
}

/** Recognises a document and reads its resources. Throws InputError as `recognise` and `resourcesIn` do. */
export function readDocument(document: Document, as?: string): SourceReading {
  const source = recognise(document, as)
  const resources = [...source.resources(document)]
  const covered = new Set([...resources.map(({ type }) => type), ...(source.covers?.(document) ?? [])])
  return {
    source: source.name,
    resources,
    coveredTypes: [...covered],
    warnings: source.warnings?.(document) ?? [],
  }
}

/** The resources of a document, in its order. Throws InputError for what the source cannot read, with its place. */
export function resourcesIn(document: Document, as?: string): Resource[] {
  return [...recognise(document, as).resources(document)]
}

/** The source of this name; `json:<type>` reads anything as resources of one type. Throws InputError for other names. */
export function sourceNamed(as: string): Source {
  const type = /^json:(.+)$/.exec(as)?.[1]
  if (type !== undefined) return jsonOfType(type)
  if (as === json.name || as === `${json.name}:`) {
    throw inputError('source-unknown', `'${as}' needs a type`, {
      hint: 'for example json:example.com/Server',
    })
  }
  const source = sources.find(({ name }) => name === as)
  if (source !== undefined) return source
  const near = closest(
    as,
    sources.map(({ name }) => name),
  )
  const hint = `${near === undefined ? '' : `did you mean '${near}'? `}sources: ${sourceNames()}`
  throw inputError('source-unknown', `unknown source '${as}'`, { hint })
}

function unrecognised(document: Document): InputError {
  const { data } = document
  if (Array.isArray(data) && data.length === 0) {
    const hint = 'name the type of which there is none: --as json:ibm.is/FloatingIP'
    const message = 'an empty list does not tell what it lists'
    return inputError('source-unknown', message, { hint, location: document.locate('') })
  }
  if (typeof data === 'string' && document.format !== 'text') {
    const hint = 'was the export written with --output json (ibmcloud), -o json (kubectl)?'
    return inputError('source-unknown', 'plain text, not an export', { hint, location: document.locate('') })
  }
  return undecided(document, `no source recognises ${describe(data)} of this shape`, 'source-unknown')
}

function undecided(document: Document, message: string, code: string): InputError {
  const hint = `say what it is with --as <source>, or --as json:<type>; sources: ${sourceNames()}`
  return inputError(code, message, { hint, location: document.locate('') })
}

function sourceNames(): string {
  return sources.map(({ name }) => name).join(', ')
}
