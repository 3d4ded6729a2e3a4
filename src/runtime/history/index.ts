/** What changed between two reports. */
export { markAgainst } from './baseline.js'
export { diffReports, type FiledReport } from './diff.js'
export { diffJsonSchema } from './schema.js'
