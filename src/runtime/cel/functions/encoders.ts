import type { CelFunction } from '../../model/index.js'
import { charge } from '../evaluation/meter.js'
import { type Failure, failure } from '../values/failure.js'
import { withoutTrailing } from '../values/trailing.js'

function decode(text: string): Uint8Array | Failure {
  const over = charge(text.length >> 5)
  if (over) return over
  const body = withoutTrailing(text, '=')
  if (!/^[A-Za-z0-9+/]*$/.test(body) || body.length % 4 === 1 || (body !== text && text.length % 4 !== 0)) {
    return failure('invalid-argument', 'not base64 text')
  }
  return new Uint8Array(Buffer.from(body, 'base64'))
}

/** base64. */
export const encoders: readonly CelFunction[] = [
  {
    name: 'base64.encode',
    overloads: {
      'base64.encode(bytes): string': (bytes: Uint8Array) =>
        charge(bytes.length >> 5) ?? Buffer.from(bytes).toString('base64'),
    },
    doc: 'The bytes as base64 text.',
    since: 'policytest',
    examples: [['base64.encode(b"hello")', '"aGVsbG8="']],
  },
  {
    name: 'base64.decode',
    overloads: { 'base64.decode(string): bytes': decode },
    doc: 'The bytes of base64 text, padded or not.',
    since: 'policytest',
    examples: [['string(base64.decode("aGVsbG8="))', '"hello"']],
  },
]
