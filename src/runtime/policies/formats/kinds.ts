import { quoted } from '../../../wording/quoted.js'
import type { YamlDocument } from '../../documents/yaml.js'
import { InputError } from '../../input-error.js'
import { field } from '../../member.js'
import { apiVersion } from '../../model/index.js'
import { didYouMean } from '../../suggest.js'
import { errorAt, placeOf } from '../mistakes/places.js'
import { typeOf } from '../mistakes/schema-walk.js'

/** The kinds of files that people write for policytest. */
export const ourKinds = [
  'Policy',
  'Pack',
  'PolicyTest',
  'Fix',
  'Waivers',
  'Attestations',
  'Config',
  'Snapshot',
  'FirewallRules',
] as const

export type OurKind = (typeof ourKinds)[number]

/** `policytest.dev/v1/Policy`, or undefined for what is no envelope. */
export function kindOf(document: YamlDocument): string | undefined {
  const version = field(document.data, 'apiVersion')
  const kind = field(document.data, 'kind')
  return typeof version === 'string' && typeof kind === 'string' ? `${version}/${kind}` : undefined
}

/** Whether a document says that it is a file of policytest's of this kind. */
export function isOfKind(document: YamlDocument, kind: OurKind): boolean {
  return kindOf(document) === `${apiVersion}/${kind}`
}

/** The kind of a file of ours that is no export; all but the rules of a firewall are none. */
export function kindOfNoExport(data: unknown): OurKind | undefined {
  if (field(data, 'apiVersion') !== apiVersion) return undefined
  const kind = ourKinds.find((known) => known === field(data, 'kind'))
  return kind === 'FirewallRules' ? undefined : kind
}

/** Whether a document means to be one of our files, rightly or wrongly written. */
export function isOurs(document: YamlDocument): boolean {
  const version = field(document.data, 'apiVersion')
  return typeof version === 'string' && version.toLowerCase().startsWith('policytest')
}

/** Throws InputError unless the document says that it is of the kind. */
export function requireKind(document: YamlDocument, kind: OurKind): void {
  if (isOfKind(document, kind)) return
  throw new InputError([wrongKind(document, [kind])])
}

/** What to say of a document that is none of the expected kinds. */
export function wrongKind(document: YamlDocument, expected: readonly OurKind[]) {
  const version = field(document.data, 'apiVersion')
  const kind = field(document.data, 'kind')
  const wanted = expected.join(', ').replace(/, (?=[^,]*$)/, ' or ')
  if (version !== apiVersion) {
    const message =
      version === undefined
        ? `'apiVersion' is missing: expected ${apiVersion}, kind ${wanted}`
        : `apiVersion ${shown(version)} is not ${apiVersion}, that of kind ${wanted}`
    return errorAt(
      placeOf(document, '/apiVersion'),
      'wrong-kind',
      message,
      `kinds of ${apiVersion}: ${ourKinds.join(', ')}`,
    )
  }
  if (kind === undefined) {
    const message = `'kind' is missing: expected ${wanted}`
    return errorAt(placeOf(document, '/apiVersion'), 'wrong-kind', message, `kinds: ${ourKinds.join(', ')}`)
  }
  const message = `expected kind ${wanted}, not ${shown(kind)}`
  return errorAt(
    placeOf(document, '/kind'),
    'wrong-kind',
    message,
    kindHint(typeof kind === 'string' ? kind : ''),
  )
}

function shown(value: unknown): string {
  return typeof value === 'string' ? quoted(value) : typeOf(value)
}

function kindHint(kind: string): string {
  const known = (ourKinds as readonly string[]).includes(kind)
  return (known ? undefined : didYouMean(kind, ourKinds, 'kinds')) ?? `kinds: ${ourKinds.join(', ')}`
}
