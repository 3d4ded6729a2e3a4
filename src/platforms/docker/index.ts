import type { Platform } from '../../runtime/model/index.js'
import { compose } from './compose-source.js'
import { dockerfile } from './dockerfile-source.js'

/** What images are built from, and what runs them together. */
export const docker: Platform = {
  name: 'docker',
  sources: [dockerfile, compose],
  types: ['docker/Dockerfile', 'compose/Project', 'compose/Service'],
}
