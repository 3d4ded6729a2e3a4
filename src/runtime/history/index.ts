/** What an earlier report says of a later one. */
export { markAgainst } from './baseline.js'
export { diffReports, type FiledReport } from './diff.js'
export { diffJsonSchema } from './schema.js'
export { type Acceptance, waiversFor } from './waivers.js'
