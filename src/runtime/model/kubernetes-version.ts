/** A version of Kubernetes: `1.37`. */
export type KubernetesVersion = (typeof kubernetesVersions)[number]

/** The versions whose API servers are known, oldest first. */
export const kubernetesVersions = [
  '1.28',
  '1.29',
  '1.30',
  '1.31',
  '1.32',
  '1.33',
  '1.34',
  '1.35',
  '1.36',
  '1.37',
] as const

/** What policies of Kubernetes are judged by unless a version is given. */
export const newestKubernetes: KubernetesVersion = '1.37'

/** The number behind the dot. */
export function minorOf(version: KubernetesVersion): number {
  return Number(version.slice(2))
}
