import type { YamlDocument } from '../../documents/yaml.js'
import type { Diagnostic, Severity } from '../../model/index.js'
import { severities } from '../../model/index.js'
import { formatPointer } from '../../pointer.js'
import { didYouMean } from '../../suggest.js'
import { parseOwn } from '../formats/parse.js'
import { textsAt, valuesAt } from '../mistakes/cross-checks.js'
import { errorAt, placeOf } from '../mistakes/places.js'
import type { PolicyCore } from '../policy/core.js'
import { type EquivalentMark, equivalentMutations } from '../policy/equivalents.js'

/** What the annotations of a policy of Kubernetes begin with that are meant for policytest. */
const ours = 'policytest.dev/'

const equivalent = `${ours}equivalent-mutations`

const annotations = [
  ...['title', 'description', 'severity', 'guidelines'].map((name) => ours + name),
  equivalent,
]

/** What a policy of Kubernetes says to policytest alone. */
export function readAnnotations(
  document: YamlDocument,
  written: Readonly<Record<string, string>> = {},
): Pick<PolicyCore, 'title' | 'description' | 'severity' | 'guidelines'> {
  const title = written[`${ours}title`]
  const description = written[`${ours}description`]
  const severity = written[`${ours}severity`] as Severity | undefined
  const ids = (written[`${ours}guidelines`] ?? '').split(/[\s,]+/).filter((id) => id !== '')
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(severity === undefined ? {} : { severity }),
    guidelines: ids.map((id) => ({ id, place: placeOf(document, annotationAt(`${ours}guidelines`)) })),
  }
}

/** Annotations of this prefix that nobody reads, and severities that there are not. */
export function annotationProblems(document: YamlDocument): Diagnostic[] {
  const written = valuesAt(document, '/metadata/annotations')[0]?.value
  if (typeof written !== 'object' || written === null) return []
  const unknown = Object.keys(written)
    .filter((key) => key.startsWith(ours) && !annotations.includes(key))
    .map((key) =>
      errorAt(
        placeOf(document, annotationAt(key), 'key'),
        'unknown-key',
        `unknown annotation '${key}'`,
        didYouMean(key, annotations, 'known annotations'),
      ),
    )
  const severity = textsAt(document, annotationAt(`${ours}severity`))
    .filter(({ value }) => !(severities as readonly string[]).includes(value))
    .map(({ value }) =>
      errorAt(
        placeOf(document, annotationAt(`${ours}severity`)),
        'invalid-value',
        `'${value}' is not a severity`,
        didYouMean(value, severities, 'severities'),
      ),
    )
  return [...unknown, ...severity, ...equivalentProblems(document)]
}

/** What the annotation for `policytest mutate` says: a list in YAML, as `equivalentMutations` of other policies. */
export function equivalentsOf(
  document: YamlDocument,
  written: Readonly<Record<string, string>> = {},
): EquivalentMark[] {
  const marks = equivalentMutations().safeParse(parsedYaml(written[equivalent]))
  const place = () => placeOf(document, annotationAt(equivalent))
  return marks.success ? marks.data.map((mark) => ({ ...mark, place: place() })) : []
}

function equivalentProblems(document: YamlDocument): Diagnostic[] {
  return textsAt(document, annotationAt(equivalent))
    .filter(({ value }) => !equivalentMutations().safeParse(parsedYaml(value)).success)
    .map(() =>
      errorAt(
        placeOf(document, annotationAt(equivalent)),
        'invalid-value',
        `'${equivalent}' is not a list of changes`,
        "write it as YAML: '- {in: validations.<name>, from: …, to: …, reason: …}'",
      ),
    )
}

function parsedYaml(text: string | undefined): unknown {
  const [document] = text === undefined ? [] : parseOwn('annotation', text)
  return document && document.errors.length === 0 ? document.data : undefined
}

function annotationAt(key: string): string {
  return formatPointer(['metadata', 'annotations', key])
}
