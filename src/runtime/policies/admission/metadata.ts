import * as z from 'zod'
import { once } from '../../once.js'
import { admissionWords } from './words.js'

/** The metadata of an object outside all namespaces, which may come out of a cluster. */
export const objectMeta = once(() => {
  const { annotationKey, labelValue, objectName, qualifiedName } = admissionWords()
  // What the API server writes into the metadata of an object. Nobody checks what stands there.
  const written = z.unknown().exactOptional()
  return z.strictObject({
    name: objectName,
    generateName: z.string().exactOptional(),
    namespace: z
      .string()
      .refine((name) => name === '', { error: 'is a namespace, but objects of this kind live in none' })
      .exactOptional(),
    labels: z.record(qualifiedName, labelValue).exactOptional(),
    annotations: z
      .record(annotationKey, z.string())
      .refine((all) => sizeOf(all) <= 256 * 1024, { error: 'are longer than 256 KiB' })
      .exactOptional(),
    finalizers: z.array(qualifiedName).exactOptional(),
    creationTimestamp: written,
    deletionGracePeriodSeconds: written,
    deletionTimestamp: written,
    generation: written,
    managedFields: written,
    ownerReferences: written,
    resourceVersion: written,
    selfLink: written,
    uid: written,
  })
})

function sizeOf(annotations: Readonly<Record<string, string>>): number {
  const bytes = Object.entries(annotations).map((entry) => Buffer.byteLength(entry.join('')))
  return bytes.reduce((sum, each) => sum + each, 0)
}
