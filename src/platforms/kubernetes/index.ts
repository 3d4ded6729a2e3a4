import type { Platform, SensitivePart } from '../../runtime/model/index.js'
import { kubernetesExports } from './exports.js'
import { kubernetesFunctions } from './functions.js'
import { networkPolicyReader } from './network-policy.js'
import { kubernetes as source } from './source.js'
import { summaryExports, summarySource, summaryTypes } from './summary-source.js'
import { kubernetesTypes } from './types.js'

/** Kubernetes: objects of any kind, NetworkPolicies as rulesets, the lists of the API server. */
export const kubernetes: Platform = {
  name: 'kubernetes',
  sources: [source, summarySource],
  rulesets: [networkPolicyReader],
  exports: [...kubernetesExports(), ...summaryExports],
  versions: { kubectl: ['version', '--client'] },
  byHand: {
    'v1/Config': 'kubectl config view --raw --flatten --minify -o json, and take its users out',
    'v1/Secret': 'secrets are never collected; kubernetes/SecretSummary has their names and types',
    'v1/ConfigMap': 'it may hold secrets: export what you need of it by hand',
  },
  types: [...kubernetesTypes, ...summaryTypes],
  functions: kubernetesFunctions,
  // kubectl keeps a copy of what it was given in an annotation
  sensitive: [
    { type: 'v1/Secret', path: ['data'] },
    { type: 'v1/Secret', path: ['stringData'] },
    {
      type: 'v1/Secret',
      path: ['metadata', 'annotations', 'kubectl.kubernetes.io/last-applied-configuration'],
    },
    { type: 'v1/Config', path: ['users', '*', 'user'] },
  ],
  containers: containerParts(),
}

/** In pods, in what makes pods, and in the annotation in which kubectl keeps what it was given. */
function containerParts(): SensitivePart[] {
  const pods = [['spec'], ['spec', 'template', 'spec'], ['spec', 'jobTemplate', 'spec', 'template', 'spec']]
  const lists = ['containers', 'initContainers', 'ephemeralContainers']
  const inside = [['env', '*', 'value'], ['args'], ['command']]
  const paths = pods.flatMap((pod) =>
    lists.flatMap((list) => inside.map((part) => [...pod, list, '*', ...part])),
  )
  const lastApplied = ['metadata', 'annotations', 'kubectl.kubernetes.io/last-applied-configuration']
  return [...paths, lastApplied].map((path) => ({ type: '*', path }))
}
