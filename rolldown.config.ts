import { defineConfig } from 'rolldown'
import { dts } from 'rolldown-plugin-dts'
import { notices } from './scripts/notices.js'

/** The package: code in one folder, split so that a command loads what it needs, and the types of the library in one file. */
export default defineConfig([
  {
    input: {
      index: 'src/index.ts',
      vitest: 'src/vitest/index.ts',
      'vitest-config': 'src/vitest/config.ts',
      main: 'src/cli/main.ts',
      thread: 'src/cli/thread.ts',
      worker: 'src/cli/commands/mutate/worker.ts',
      'fresh-thread': 'src/cli/commands/test/fresh-thread.ts',
      beside: 'src/api/beside.ts',
    },
    platform: 'node',
    external: ['vitest'],
    plugins: [notices()],
    output: { dir: 'dist/code' },
  },
  {
    input: {
      index: 'src/index.ts',
      vitest: 'src/vitest/index.ts',
      'vitest-config': 'src/vitest/config.ts',
    },
    platform: 'node',
    external: ['vitest'],
    plugins: [dts({ emitDtsOnly: true, tsconfig: 'tsconfig.json' })],
    output: { dir: 'dist/types' },
  },
])
