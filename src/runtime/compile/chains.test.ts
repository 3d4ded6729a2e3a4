import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { platforms } from '../../platforms/index.js'
import { InputError } from '../input-error.js'
import { run } from '../run.js'
import { mostInChain } from './expressions.js'

const root = mkdtempSync(join(tmpdir(), 'policytest-chain-'))
afterAll(() => rmSync(root, { recursive: true }))

const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' } }
writeFileSync(join(root, 'pod.json'), JSON.stringify(pod))

/** What comes of variables of which each reads the one above it. */
function scanChain(length: number) {
  const variables = Array.from({ length }, (_, i) => {
    const expression = i === 0 ? 'size(object.metadata.name)' : `variables.v${i - 1} + 1`
    return `    - {name: v${i}, expression: ${expression}}\n`
  })
  writeFileSync(
    join(root, 'policy.yaml'),
    `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: chain}
spec:
  match: {resources: [v1/Pod]}
  variables:
${variables.join('')}  validations: [{expression: variables.v${length - 1} == ${length + 2}}]
`,
  )
  const { report } = run({
    disk: { root },
    platforms,
    policies: ['policy.yaml'],
    inputs: [{ path: 'pod.json' }],
  })
  return report.summary.verdicts
}

test('variables read one another in a long chain', () => {
  expect(scanChain(mostInChain)).toMatchObject({ pass: 1, error: 0, fail: 0 })
})

test('a longer chain is a mistake, and told once', () => {
  try {
    scanChain(mostInChain + 200)
    expect.unreachable()
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    expect(error.diagnostics).toMatchObject([
      {
        code: 'cel-limit',
        message: 'more than 1000 variables read one another in a chain',
        location: { file: 'policy.yaml', start: { line: mostInChain + 7 } },
      },
    ])
  }
})
