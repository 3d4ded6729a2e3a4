import { isShipped, parseReporters } from '../reporter-requests.js'
import type { World } from '../world.js'
import { runFresh } from './test/fresh-run.js'
import { filesOf, type TestFlags, testOnce } from './test/test-once.js'
import { watch } from './test/watch.js'

/** `policytest test [path…]`: runs the cases of policies. */
export async function testCommand(paths: readonly string[], flags: TestFlags, world: World): Promise<number> {
  if (!flags.watch) return testOnce(paths, flags, world)
  const isCode = world.configCode !== undefined
  // A mistake in the flags never goes away; reports named there are written even when the configuration is broken.
  const shipped = (flags.reporter ?? []).filter((request) => !isCode || isShipped(request))
  const asked = filesOf(parseReporters(shipped, world.root))
  return watch(
    (watched, writes) => {
      writes(asked)
      return isCode ? runFresh(paths, flags, watched, writes) : testOnce(paths, flags, watched, writes)
    },
    world,
    isCode,
  )
}
