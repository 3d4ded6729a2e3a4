import fc from 'fast-check'
import { certificateFunctions } from '../../src/platforms/x509/certificates.js'
import { compile, isCelError } from '../../src/runtime/cel/index.js'
import { samples } from './corpus.js'
import { edited, editedText } from './damage.js'
import { demand, type Target, target } from './target.js'

const base64 = samples('testdata/exports/ibm-cloud')
  .filter(({ file }) => file.endsWith('/ca-shop.json'))
  .map(({ text }) => (JSON.parse(text) as { readonly caCert: string }).caCert)
const pem = base64.map((text) => Buffer.from(text, 'base64').toString())
const der = pem.map((text) => text.replace(/-----[^-]*-----|\s/g, ''))

const compiled = compile(
  'certificates(text).all(c, c.notBefore < c.notAfter || c.subject == c.issuer || true)',
  {
    declarations: { text: 'string' },
    extensions: [{ functions: certificateFunctions, types: [] }],
  },
)

/** Certificates as PEM and base64, with damage in their text and in their bytes: read or refused in words. */
export const certificateTarget: Target = target(
  'certificates',
  fc.tuple(fc.constantFrom(...base64, ...pem, ...der), edited, fc.array(fc.tuple(fc.nat(800), fc.nat(255)))),
  ([sample, edits, bytes]) => {
    if ('problems' in compiled) throw new Error(compiled.problems.map(({ message }) => message).join('; '))
    const broken = Buffer.from(sample, 'base64')
    for (const [at, byte] of bytes) if (at < broken.length) broken[at] = byte
    for (const text of [editedText(sample, edits), broken.toString('base64'), broken.toString('latin1')]) {
      const answer = compiled.program.evaluate({ text })
      demand(
        isCelError(answer) ? !/undefined|\[object/.test(answer.message) : answer === true,
        String(answer),
      )
    }
  },
)
