import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const flags = ['-O3', '--runtime', 'stub', '--importMemory', '--enable', 'simd', '--noAssert']

/** The module that holds wasm/survey.ts, compiled. */
export function surveyCode(): string {
  const folder = mkdtempSync(join(tmpdir(), 'policytest-survey-'))
  try {
    const file = join(folder, 'survey.wasm')
    const compiler = 'node_modules/assemblyscript/bin/asc.js'
    execFileSync(process.execPath, [compiler, 'wasm/index.ts', ...flags, '-o', file])
    return [
      '/** What is in wasm/, compiled by `npm run generate`: WebAssembly in base64. */',
      `export const surveyCode =\n  '${readFileSync(file, 'base64')}'`,
      '',
    ].join('\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
}
