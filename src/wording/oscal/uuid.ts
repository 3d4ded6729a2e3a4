import { createHash } from 'node:crypto'

/** The UUID of version 5 of a name: the same name gives the same UUID, in every document and run. */
function uuid5(namespace: string, name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = hash.toString('hex', 0, 16)
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** The namespace of what policytest says beyond OSCAL's own words. */
export const policytestNamespace = 'https://policytest.dev/ns/oscal'

/** The UUID of that name in the namespace of URLs (RFC 9562, section 6.6). */
const ours = '544bd22e-dee6-5640-b221-ae3f5d33fcfc'

/** The UUID of a thing of this kind, by what tells it from others of its kind. */
export function uuidOf(kind: string, ...identity: readonly unknown[]): string {
  return uuid5(ours, JSON.stringify([kind, ...identity]))
}
