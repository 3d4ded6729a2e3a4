export interface ServiceOptions {
  readonly image: string
  readonly team?: string
}

/** The Deployment of a service, as our build writes it for the cluster. */
export function deployment(name: string, { image, team = 'shop' }: ServiceOptions) {
  const labels = { app: name, team }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop', labels },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            { name: 'app', image, securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false } },
          ],
        },
      },
    },
  }
}
