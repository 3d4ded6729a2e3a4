import { resolve } from 'node:path'
import { type CodeSplittingGroup, defineConfig } from 'rolldown'
import { dts } from 'rolldown-plugin-dts'
import { apart, apartPackages } from './scripts/apart.js'
import { ascii } from './scripts/ascii.js'
import { notices } from './scripts/notices.js'
import { parserAlone } from './scripts/parser-alone.js'

const licences = notices()

// Half the bytes to read at every start. Functions and classes keep their names, for stack traces.
const minify = { compress: true, mangle: { toplevel: true, keepNames: true }, codegen: true } as const

// The one for browsers is made of modules: nothing of it is evaluated that nobody uses.
const alias = { yaml: resolve('node_modules/yaml/browser/dist/index.js') }

const isMain = (id: string) => /src.cli.main\.ts$/.test(id)
const isCommand = (id: string) => /src.cli.without-code\.ts$/.test(id)
const isScan = (id: string) => /src.cli.commands.scan\.ts$/.test(id)

/** What a module imports at once, with all that this imports, as one file. */
const groupOf = (name: string, isImporter: (id: string) => boolean): CodeSplittingGroup => ({
  debugName: name,
  name: (id, context) => (context.getModuleInfo(id)?.importers.some(isImporter) ? name : null),
  includeDependenciesRecursively: true,
})

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
    plugins: [apart(), parserAlone(), licences, ascii()],
    resolve: { alias },
    output: {
      dir: 'dist/code',
      minify,
      // What several need is one file: each more that Node has to find and link takes a millisecond.
      codeSplitting: {
        groups: [
          // What `main.ts` imports at once, for --version and --help; not itself, for it waits for the command it runs.
          { ...groupOf('start', isMain), priority: 1 },
          { name: 'run', minShareCount: 2 },
        ],
      },
    },
  },
  // The command once more as scripts, of which `bin/kept.js` keeps what V8 has compiled of their functions: of modules Node keeps
  // nothing before version 22, and since then no more than what stands outside of functions.
  {
    input: { command: 'src/cli/without-code.ts' },
    platform: 'node',
    plugins: [apart(), parserAlone(), licences, ascii()],
    resolve: { alias },
    output: {
      dir: 'dist/code',
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: '[name]-[hash].cjs',
      minify,
      codeSplitting: {
        groups: [
          { ...groupOf('start', isCommand), priority: 2 },
          // What a scan needs is one file, and what others share beside it another.
          { ...groupOf('run', isScan), priority: 1 },
          { name: 'more', minShareCount: 2 },
        ],
      },
    },
  },
  {
    input: Object.fromEntries(apartPackages.map((name) => [name, name])),
    platform: 'node',
    plugins: [licences, ascii()],
    output: { dir: 'dist/code', format: 'cjs', entryFileNames: '[name].cjs', minify },
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
