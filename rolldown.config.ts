import { defineConfig } from 'rolldown'
import { dts } from 'rolldown-plugin-dts'
import { ascii } from './scripts/ascii.js'
import { notices } from './scripts/notices.js'

const isMain = (id: string) => /src.cli.main\.ts$/.test(id)

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
    plugins: [notices(), ascii()],
    output: {
      dir: 'dist/code',
      // Half the bytes to read at every start. Functions and classes keep their names, for stack traces.
      minify: { compress: true, mangle: { toplevel: true, keepNames: true }, codegen: true },
      codeSplitting: {
        groups: [
          // What `main.ts` imports at once, for --version and --help; not itself, for it waits for the command it runs.
          {
            debugName: 'start',
            name: (id, context) => (context.getModuleInfo(id)?.importers.some(isMain) ? 'start' : null),
            includeDependenciesRecursively: true,
            priority: 1,
          },
          // What several commands need is one file: each more that Node has to find and link takes a millisecond.
          { name: 'run', minShareCount: 2 },
        ],
      },
    },
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
