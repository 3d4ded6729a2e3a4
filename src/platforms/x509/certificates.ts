import { X509Certificate } from 'node:crypto'
import { type CelFunction, charge, type Failure, failure, timestamp } from '../../runtime/cel/index.js'

/** What reading one certificate costs, as much as a thousand comparisons. */
const costOfOne = 1_000

/** Longer ones exist nowhere. */
const longestCertificate = 1 << 16

/** The certificates in a text, PEM or base64 of PEM or of DER; never throws, whatever the text is. */
function certificates(text: string): readonly unknown[] | Failure {
  const over = charge(text.length >> 4)
  if (over) return over
  const found: unknown[] = []
  for (const der of dersIn(text)) {
    const short = charge(costOfOne)
    if (short) return short
    const read = readCertificate(der)
    if (read === undefined) return failure('invalid-argument', `no X.509 certificate in ${sizeOf(text)}`)
    found.push(read)
  }
  return found.length > 0 ? found : failure('invalid-argument', `no certificate in ${sizeOf(text)}`)
}

/** Nothing of it, which may be a private key. */
function sizeOf(text: string): string {
  return `a text of ${text.length} characters`
}

/** PEM holds any number of them, and other things, which are passed over: a private key beside its certificate. */
function dersIn(text: string): readonly Buffer[] {
  if (text.includes('-----BEGIN')) return inPem(text)
  if (!/^[\w+/=\s-]{16,}$/.test(text)) return []
  const bytes = Buffer.from(text, 'base64')
  const start = bytes.subarray(0, 10_000).toString('latin1')
  return start.includes('-----BEGIN') ? inPem(bytes.toString('latin1')) : [bytes]
}

function inPem(text: string): readonly Buffer[] {
  const blocks = text.matchAll(/-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([^-]*)-----END /g)
  return [...blocks].map(([, base64 = '']) => Buffer.from(base64, 'base64'))
}

function readCertificate(der: Buffer): unknown {
  if (der.length > longestCertificate) return undefined
  const certificate = parsed(der)
  if (certificate === undefined) return undefined
  const [notBefore, notAfter] = [dateOf(certificate.validFrom), dateOf(certificate.validTo)]
  if (notBefore === undefined || notAfter === undefined) return undefined
  return {
    subject: inOneLine(certificate.subject),
    issuer: inOneLine(certificate.issuer),
    subjectAltName: certificate.subjectAltName ?? '',
    serialNumber: certificate.serialNumber,
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    isCA: certificate.ca,
    notBefore: timestamp(notBefore),
    notAfter: timestamp(notAfter),
  }
}

/** The parser of Node, which is OpenSSL's, throws an Error of its own for whatever is none. */
function parsed(der: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(der)
  } catch {
    return undefined
  }
}

/** OpenSSL prints `Nov 28 06:53:34 2026 GMT`, and words for what is no date. */
function dateOf(text: string): Date | undefined {
  if (!/^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} GMT$/.test(text)) return undefined
  const date = new Date(text)
  return date.getUTCFullYear() >= 1 ? date : undefined
}

/** A line for each part, in OpenSSL's words; none where the name is empty. */
function inOneLine(name: string | undefined): string {
  return (name ?? '').replaceAll('\n', ', ')
}

const example =
  'MIG+MHICAQcwBQYDK2VwMAwxCjAIBgNVBAMMAWEwHhcNMjYxMTI4MDY1MzM0WhcNMzYxMTI1MDY1MzM0WjAMMQowCAYDVQQDDAFhMCowBQYDK2VwAyEAMaaJBGi7SSHzDtMX1EUW/Y46M58+qOsZNeZnhpGPPtIwBQYDK2VwA0EAW+Vcp9kt1CKL13Z6vqotiGjwxmzwnK/hb5e23qDt/iZNauUutz1ad9qK1qNROY4IIF7wUElR4p4e6ynNSvCpCQ=='

/** Functions about certificates. */
export const certificateFunctions: readonly CelFunction[] = [
  {
    name: 'certificates',
    overloads: { 'certificates(string): list<dyn>': certificates },
    doc: 'The X.509 certificates in a text: PEM, or base64 of PEM or of DER, as kubeconfigs and `ca get` have it. Each has `subject`, `issuer`, `subjectAltName`, `serialNumber`, `fingerprint` (SHA-256), `isCA`, and `notBefore` and `notAfter` as timestamps. Private keys beside them are passed over. A text without a certificate is an error.',
    since: 'policytest',
    examples: [
      [`certificates('${example}')[0].notAfter`, 'timestamp("2036-11-25T06:53:34Z")'],
      [`certificates('${example}')[0].subject`, '"CN=a"'],
      ["certificates('no certificate')", 'error: no certificate in a text of 14 characters'],
    ],
  },
]
