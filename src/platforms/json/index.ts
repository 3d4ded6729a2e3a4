import type { Platform } from '../../runtime/model/index.js'
import { json as source } from './source.js'

/** Any JSON, YAML or NDJSON, as resources of a type that the user names. */
export const json: Platform = { name: 'json', sources: [source] }
