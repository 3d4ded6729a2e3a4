/** The read-only commands whose exports policies need. */
export {
  type CollectionPlan,
  type CollectionValues,
  type PlannedCommand,
  planCollection,
} from './plan.js'
export { type Collection, type SnapshotEntry, snapshotFile } from './snapshot-file.js'
