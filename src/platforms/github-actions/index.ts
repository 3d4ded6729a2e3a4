import type { Platform } from '../../runtime/model/index.js'
import { githubActions as source } from './source.js'

/** What GitHub runs for a repository. */
export const githubActions: Platform = {
  name: 'github-actions',
  sources: [source],
  types: ['github-actions/Workflow', 'github-actions/Job', 'github-actions/Action'],
}
