import * as z from 'zod'
import { apiVersion } from '../../model/index.js'
import { name } from './words.js'

const metadata = z.strictObject({
  name: name.exactOptional(),
  labels: z.record(z.string(), z.string()).exactOptional(),
  annotations: z.record(z.string(), z.string()).exactOptional(),
})

/** The envelope of a file kind. */
export function envelope<Kind extends string, Spec extends z.ZodType>(kind: Kind, spec: Spec) {
  return z.strictObject({
    apiVersion: z.literal(apiVersion),
    kind: z.literal(kind),
    metadata: metadata.exactOptional(),
    spec,
  })
}

/** The envelope of a file kind that is known by its name. */
export function namedEnvelope<Kind extends string, Spec extends z.ZodType>(kind: Kind, spec: Spec) {
  return z.strictObject({
    apiVersion: z.literal(apiVersion),
    kind: z.literal(kind),
    metadata: metadata.extend({ name }),
    spec,
  })
}
