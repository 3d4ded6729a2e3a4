/** Writes docs/compliance: the documents of the packs, and of the sample account. */
import { writeCompliancePages } from './compliance-pages.js'

await writeCompliancePages('docs/compliance')
