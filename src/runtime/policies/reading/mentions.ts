import type { Bytes } from '../../documents/pieces/bytes.js'
import { readOpen } from '../../documents/put-aside.js'
import { apiVersion } from '../../model/index.js'

const partSize = 1 << 20

const ours = [`${apiVersion.slice(0, apiVersion.indexOf('/'))}/`, 'admissionregistration.k8s.io/']

/** Whether a file may hold a policy, a test or a binding, ours or one of Kubernetes. */
export function mentionsOurs(path: string): boolean {
  return mentions(path, ours)
}

/** Whether one of these texts stands in a file: looked for in its bytes, for an export that lies beside policies may be larger than memory. */
export function mentions(path: string, texts: readonly string[]): boolean {
  if (texts.length === 0) return false
  return readOpen(path, (bytes) =>
    isIn(
      bytes,
      texts.map((text) => Buffer.from(text)),
    ),
  )
}

function isIn(bytes: Bytes, sought: readonly Buffer[]): boolean {
  const overlap = sought.reduce((most, { length }) => Math.max(most, length), 0)
  const part = Buffer.allocUnsafe(partSize + overlap)
  for (let from = 0; from < bytes.size; from += partSize) {
    const held = part.subarray(0, bytes.read(part, from))
    if (sought.some((each) => held.includes(each))) return true
  }
  return false
}
