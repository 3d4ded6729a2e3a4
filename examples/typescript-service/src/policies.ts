import { definePolicy } from 'policytest'
import type { deployment } from './manifest.js'

const registry = 'registry.example.com'

/** A rule in TypeScript: what CEL has no function for, or what the program knows anyway. */
export const ownImages = definePolicy<ReturnType<typeof deployment>>({
  name: 'own-images',
  title: 'Images come from our registry',
  severity: 'critical',
  match: { resources: ['apps/v1/Deployment'] },
  validations: [
    {
      name: 'own-registry',
      check: ({ object }) =>
        object.spec.template.spec.containers
          .filter(({ image }) => new URL(`https://${image}`).hostname !== registry)
          .map((container) => ({ at: container, message: `${container.image} is not from ${registry}` })),
    },
  ],
})
