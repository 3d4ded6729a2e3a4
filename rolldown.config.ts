import { defineConfig } from 'rolldown'
import { dts } from 'rolldown-plugin-dts'
import { notices } from './scripts/notices.js'

/** The package: code in one folder, split so that a command loads what it needs, and the types of the library in one file. */
export default defineConfig([
  {
    input: {
      index: 'src/index.ts',
      main: 'src/cli/main.ts',
      thread: 'src/cli/thread.ts',
      worker: 'src/cli/commands/mutate/worker.ts',
    },
    platform: 'node',
    plugins: [notices()],
    output: { dir: 'dist/code' },
  },
  {
    input: { index: 'src/index.ts' },
    platform: 'node',
    plugins: [dts({ emitDtsOnly: true, tsconfig: 'tsconfig.json' })],
    output: { dir: 'dist/types' },
  },
])
