import type { YamlDocument } from '../../documents/yaml.js'
import { field, wordOf } from '../../member.js'

/** What a file among the policies is that is none of ours. */
export type Sort = 'helm' | 'kyverno' | 'kyverno with CEL' | 'gatekeeper' | 'gatekeeper with CEL' | 'other'

const rewrite = 'write it as a ValidatingAdmissionPolicy: docs/validating-admission-policy.md'
const carriedOver = `${rewrite}; its CEL can be carried over`

/** What each sort is called, in the plural, and what to do with it. */
export const sorts: Readonly<Record<Sort, { readonly what: string; readonly advice?: string }>> = {
  helm: {
    what: 'Helm templates',
    advice: 'render it first: helm template <chart> > policies/rendered.yaml',
  },
  kyverno: { what: 'policies of Kyverno', advice: rewrite },
  'kyverno with CEL': { what: 'policies of Kyverno', advice: carriedOver },
  gatekeeper: { what: 'policies of Gatekeeper', advice: rewrite },
  'gatekeeper with CEL': { what: 'policies of Gatekeeper', advice: carriedOver },
  other: { what: 'files that hold no policy, pack or test' },
}

/** The sort of a file that holds nothing of ours. */
export function sortOf(documents: readonly YamlDocument[], text: string): Sort {
  const sound = documents.filter(({ errors }) => errors.length === 0)
  const known = sound.map(engineOf).find((sort) => sort !== undefined)
  return known ?? (isHelmTemplate(text) ? 'helm' : 'other')
}

/** Whether a text is a template of Helm: `{{ .Values.name }}`, `{{- if … }}`; a `${{ … }}` is of GitHub's. */
export function isHelmTemplate(text: string): boolean {
  return /(?:^|[^$])\{\{-?\s*(?:\.|\$|\/\*|(?:include|template|if|range|with|end|define|tpl|toYaml|default|quote|required|printf|fromYaml|lookup)\b)/.test(
    text,
  )
}

function engineOf({ data }: YamlDocument): Sort | undefined {
  const [group = ''] = wordOf(field(data, 'apiVersion') ?? '').split('/')
  const kind = wordOf(field(data, 'kind') ?? '')
  if (group === 'kyverno.io' && (kind === 'ClusterPolicy' || kind === 'Policy')) {
    return kyvernoRules(data).some((rule) => field(rule, 'validate', 'cel') !== undefined)
      ? 'kyverno with CEL'
      : 'kyverno'
  }
  // Kyverno's newer kinds are CEL throughout.
  if (group === 'policies.kyverno.io' && kind.endsWith('Policy')) return 'kyverno with CEL'
  if (group === 'constraints.gatekeeper.sh') return 'gatekeeper'
  if (group !== 'templates.gatekeeper.sh') return undefined
  return gatekeeperEngines(data).includes('K8sNativeValidation') ? 'gatekeeper with CEL' : 'gatekeeper'
}

function kyvernoRules(policy: unknown): readonly unknown[] {
  return listOf(field(policy, 'spec', 'rules'))
}

function gatekeeperEngines(template: unknown): unknown[] {
  return listOf(field(template, 'spec', 'targets'))
    .flatMap((target) => listOf(field(target, 'code')))
    .map((code) => field(code, 'engine'))
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
