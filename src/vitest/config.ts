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
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { glob } from '../runtime/apart.js'
import { isUsedBy, usesIn } from './uses.js'

/** What a plugin of Vite is here, in as many words as vitest needs. */
export interface VitestPlugin {
  readonly name: string
  config(config: { readonly root?: string }): {
    readonly test: {
      readonly provide: { readonly policytestUses: string }
      readonly watchTriggerPatterns: {
        readonly pattern: RegExp
        readonly testsToRun: (path: string) => string[]
      }[]
    }
  }
}

export interface PluginOptions {
  /** Which files are policies and fixtures. Default: YAML, JSON and NDJSON, `iptables-save` in `.rules` and `.txt`. */
  readonly files?: RegExp
}

/** Runs the tests that have read a policy or a fixture again when it changes. */
export function policytest({
  files = /\.(?:ya?ml|json|ndjson|jsonl|rules|txt)$/,
}: PluginOptions = {}): VitestPlugin {
  return {
    name: 'policytest',
    config: ({ root = '.' }) => {
      const folder = mkdtempSync(join(tmpdir(), 'policytest-uses-'))
      process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
      const top = resolve(root)
      const testsToRun = (path: string) => testsThatUse(resolve(top, path), folder, top)
      return {
        test: {
          provide: { policytestUses: folder },
          watchTriggerPatterns: [{ pattern: files, testsToRun }],
        },
      }
    },
  }
}

/** Those that have read it, and those that say `policytest` of which nobody knows what they read. */
function testsThatUse(path: string, folder: string, root: string): string[] {
  const known = usesIn(folder)
  const isKnown = new Set(known.map(({ test }) => test))
  const others = testsWithPolicies(root).filter((test) => !isKnown.has(test))
  return [...known.filter(isUsedBy(path, known)).map(({ test }) => test), ...others]
}

/** The test files that say `policytest`: anew each time, for they change, too. */
function testsWithPolicies(root: string): string[] {
  const ignore = ['**/node_modules/**', '**/dist/**']
  return glob()
    .globSync('**/*.{test,spec}.?(c|m)[jt]s?(x)', { cwd: root, ignore, absolute: true })
    .filter((file) => /['"]policytest(?:\/vitest)?['"]/.test(readFileSync(file, 'utf8')))
}
