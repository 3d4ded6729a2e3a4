import { celTargets } from './cel.js'
import { certificateTarget } from './certificates.js'
import { damagedFirewalls, platformTargets, unknownParts } from './platform-targets.js'
import { readers } from './readers.js'
import { reportTargets } from './reports.js'
import { selectorTargets } from './selectors.js'
import type { Target } from './target.js'
import { unknownValues } from './unknown-values.js'
import { writtenFileTargets } from './written-files.js'

/** Everything that reads what it did not write. */
export const targets: readonly Target[] = [
  ...readers,
  ...platformTargets,
  damagedFirewalls,
  unknownParts,
  unknownValues,
  certificateTarget,
  ...writtenFileTargets,
  ...celTargets,
  ...selectorTargets,
  ...reportTargets,
]
