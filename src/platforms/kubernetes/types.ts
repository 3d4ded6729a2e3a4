import { kubernetesExports } from './exports.js'

/** The types that Kubernetes itself serves, as far as they are known here; custom resources have others. */
export const kubernetesTypes: readonly string[] = [
  ...new Set(kubernetesExports().flatMap(({ types }) => types)),
  'v1/Secret',
  'v1/ConfigMap',
  // a kubeconfig: no object of the API, but read as one
  'v1/Config',
]
