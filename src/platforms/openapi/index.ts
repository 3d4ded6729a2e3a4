import type { Platform } from '../../runtime/model/index.js'
import { openapi as source } from './source.js'

/** Descriptions of HTTP interfaces. */
export const openapi: Platform = {
  name: 'openapi',
  sources: [source],
  types: ['openapi/Document', 'openapi/Operation', 'openapi/Webhook'],
}
