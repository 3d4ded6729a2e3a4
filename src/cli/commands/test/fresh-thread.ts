import { parentPort, workerData } from 'node:worker_threads'
import { revisions } from '../../../programs/git/revisions.js'
import { formatDiagnostic } from '../../../wording/diagnostic.js'
import { loadConfig } from '../../load-config.js'
import type { World } from '../../world.js'
import type { FreshEvent, FreshStart } from './fresh-run.js'
import { testOnce } from './test-once.js'
import { codeOf } from './watch.js'

/** One run of the tests for a watch: the world of its command line is on the other side. */
const { paths, flags, isTerminal, ...seed } = workerData as FreshStart
const tell = (event: FreshEvent) => parentPort?.postMessage(event)
const say = (text: string) => tell({ say: text })
const world: World = {
  ...seed,
  clock: () => new Date(),
  readStdin: () => Buffer.alloc(0),
  revisions,
  stdout: { isTerminal, write: (out) => tell({ out }) },
  messages: {
    say,
    diagnose: (diagnostics) => diagnostics.forEach((each) => void say(formatDiagnostic(each))),
    progress: (progress) => tell({ progress }),
    endProgress: () => tell({ progress: undefined }),
  },
  onRead: (read) => tell({ read }),
}
const run = await loadConfig(flags, world).then(
  () => () => testOnce(paths, flags, world, (writes) => tell({ writes })),
  (error) => () => {
    throw error
  },
)
tell({ code: codeOf(run, world) })
