/**
 * The plugin for vitest.config.ts: in watch mode a policy, test or fixture that changes runs the tests again that use
 * policies.
 *
 * ```ts
 * import { policytest } from 'policytest/vitest/config'
 * import { defineConfig } from 'vitest/config'
 *
 * export default defineConfig({ plugins: [policytest()] })
 * ```
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { globSync } from 'glob'

/** What a plugin of Vite is here, in as many words as vitest needs. */
export interface VitestPlugin {
  readonly name: string
  config(config: { readonly root?: string }): {
    readonly test: {
      readonly watchTriggerPatterns: {
        readonly pattern: RegExp
        readonly testsToRun: () => string[]
      }[]
    }
  }
}

export interface PluginOptions {
  /** Which files are policies and fixtures. Default: YAML, JSON and NDJSON, `iptables-save` in `.rules` and `.txt`. */
  readonly files?: RegExp
}

/** Runs the tests that use policies again when one of their files changes. */
export function policytest({
  files = /\.(?:ya?ml|json|ndjson|jsonl|rules|txt)$/,
}: PluginOptions = {}): VitestPlugin {
  return {
    name: 'policytest',
    config: ({ root = '.' }) => ({
      test: {
        watchTriggerPatterns: [{ pattern: files, testsToRun: () => testsWithPolicies(resolve(root)) }],
      },
    }),
  }
}

/** The test files that say `policytest`: anew each time, for they change, too. */
function testsWithPolicies(root: string): string[] {
  const ignore = ['**/node_modules/**', '**/dist/**']
  return globSync('**/*.{test,spec}.?(c|m)[jt]s?(x)', { cwd: root, ignore, absolute: true }).filter((file) =>
    /['"]policytest(?:\/vitest)?['"]/.test(readFileSync(file, 'utf8')),
  )
}
