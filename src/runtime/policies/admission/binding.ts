import type { YamlDocument } from '../../documents/yaml.js'
import { isRecord, isSet } from '../../member.js'
import type { Diagnostic } from '../../model/index.js'
import { checked } from '../mistakes/check.js'
import { valuesAt } from '../mistakes/cross-checks.js'
import { errorAt, type Place, placeOf } from '../mistakes/places.js'
import { asDecoded } from './decoded.js'
import { validatingAdmissionPolicyBindingFormat } from './format.js'
import { type LabelSelector, type MatchResources, matchResourcesOf } from './match-resources.js'

/** What puts a ValidatingAdmissionPolicy into force: for which requests, with what parameters, to what effect. */
export interface Binding {
  readonly name: string
  readonly file: string
  /** Place of its name. */
  readonly place: Place
  readonly policy: string
  /** Place of the policy's name. */
  readonly policyPlace: Place
  readonly matchResources?: MatchResources
  readonly paramRef?: ParamRef
  readonly actions: readonly ('Deny' | 'Warn' | 'Audit')[]
}

/** The parameter resources of a binding: the one of a name, or all that a selector finds. */
export interface ParamRef {
  readonly name?: string
  readonly namespace?: string
  readonly selector?: LabelSelector
  readonly whenNotFound: 'Allow' | 'Deny'
  readonly place: Place
}

/** The binding of a document; throws InputError with every mistake in it. */
export function readBinding(written: YamlDocument): Binding {
  const format = validatingAdmissionPolicyBindingFormat()
  const document = asDecoded(format, written)
  const { metadata, spec } = checked(format, document, [undecidedRef])
  const place = placeOf(document, '/metadata/name')
  return {
    name: metadata.name,
    file: place.location.file,
    place,
    policy: spec.policyName,
    policyPlace: placeOf(document, '/spec/policyName'),
    ...(spec.matchResources && { matchResources: matchResourcesOf(spec.matchResources) }),
    ...(spec.paramRef && { paramRef: paramRefOf(spec.paramRef, placeOf(document, '/spec/paramRef', 'key')) }),
    actions: spec.validationActions,
  }
}

function paramRefOf(
  { name, namespace, selector, parameterNotFoundAction }: WrittenRef,
  place: Place,
): ParamRef {
  return {
    ...(name && { name }),
    ...(namespace && { namespace }),
    ...(selector && { selector }),
    whenNotFound: parameterNotFoundAction,
    place,
  }
}

/** Parameters are named or selected, never both. */
function undecidedRef(document: YamlDocument): Diagnostic[] {
  return valuesAt(document, '/spec/paramRef')
    .filter(({ value }) => isRecord(value) && isSet(value.name) === isSet(value.selector))
    .map(({ pointer }) =>
      errorAt(placeOf(document, pointer), 'invalid-value', "'paramRef' needs either 'name' or 'selector'"),
    )
}

interface WrittenRef extends Pick<ParamRef, 'name' | 'namespace' | 'selector'> {
  readonly parameterNotFoundAction: 'Allow' | 'Deny'
}
