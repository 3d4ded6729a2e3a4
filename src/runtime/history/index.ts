/** What an earlier report says of a later one. */
export { type AcceptedBy, acceptedBy } from './acceptance.js'
export { markAgainst } from './baseline.js'
export { diffReports, type FiledReport } from './diff.js'
export { diffJsonSchema } from './schema.js'
export { type WaiverFile, waiversFor } from './waivers.js'
