import type { Platform } from '../../runtime/model/index.js'
import { certificateFunctions } from './certificates.js'

/** Certificates of any origin: what they say of themselves. */
export const x509: Platform = { name: 'x509', functions: certificateFunctions }
