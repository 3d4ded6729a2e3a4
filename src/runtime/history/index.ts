/** What changed between two reports. */
export { diffReports, type FiledReport } from './diff.js'
export { diffJsonSchema } from './schema.js'
