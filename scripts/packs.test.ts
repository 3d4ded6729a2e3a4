import { expect, test } from 'vitest'
import { runCommandLine } from '../src/cli/run-command-line.js'

async function policytest(...argv: string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await runCommandLine(argv, {
    root: process.cwd(),
    env: {},
    clock: () => new Date('2026-11-01T00:00:00Z'),
    readStdin: () => Buffer.alloc(0),
    stdout: { isTerminal: false, write: (text) => void out.push(text) },
    stderr: { isTerminal: false, write: (text) => void err.push(text) },
  })
  return { code, out: out.join(''), err: err.join('') }
}

test('every guideline of every pack has a policy or an attestation, and every policy a passing and a pinned failing case', async () => {
  expect(await policytest('lint', 'policies', '--quiet')).toEqual({ code: 0, out: '', err: '' })
})

test('every case of every policy passes, and together they show each validation failing', async () => {
  const { code, out, err } = await policytest('test', 'policies', '--coverage')
  expect({ code, failed: out.includes('failed') }).toEqual({ code: 0, failed: false })
  const unseen = err.split('\n').filter((line) => /: never (false|evaluated)$/.test(line))
  expect(unseen.filter((line) => !line.includes('matchConditions.'))).toEqual([])
})

test.each(['ibm-containers-2017', 'ibm-pag', 'portworx', 'tencent-tke'])(
  'the snapshot of %s holds violations, and nothing that its pack cannot judge',
  async (pack) => {
    const { code, out, err } = await policytest(
      'scan',
      `testdata/exports/${pack}`,
      '--policies',
      `policies/${pack}`,
      '-r',
      'json',
    )
    expect(err).toBe('')
    const { findings } = JSON.parse(out) as { findings: { verdict: string; location: { file: string } }[] }
    expect(code).toBe(1)
    expect(findings.filter(({ verdict }) => verdict === 'error')).toEqual([])
    expect(findings.length).toBeGreaterThan(3)
  },
)
