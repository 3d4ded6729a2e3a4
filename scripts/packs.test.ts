import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Report } from '../src/runtime/model/index.js'
import { policytest } from './policytest.fixture.js'

const packs = readdirSync('policies')
  .filter((folder) => existsSync(join('policies', folder, 'pack.yaml')))
  .sort()

test('every guideline of every pack has a policy or an attestation, and every policy a passing and a pinned failing case', async () => {
  expect(await policytest('lint', 'policies', '--quiet')).toEqual({ code: 0, out: '', err: '' })
})

test('every case of every policy passes, and together they show each validation failing', async () => {
  const { code, out, err } = await policytest('test', 'policies', '--coverage', '-r', 'json')
  const { cases } = JSON.parse(out) as Report
  const unseen = err.split('\n').filter((line) => /: never (false|evaluated)$/.test(line))
  expect({
    code,
    failed: cases.filter(({ status }) => status === 'failed'),
    packs: [...new Set(cases.map(({ policy }) => policy.split('/')[0]))].sort(),
    unseen: unseen.filter((line) => !line.includes('matchConditions.')),
  }).toEqual({ code: 0, failed: [], packs, unseen: [] })
})

describe('what each pack finds in its sample export', () => {
  test.each(packs.filter(hasSample))('%s', async (pack) => {
    const sample = `testdata/exports/${pack}`
    const { code, out, err } = await policytest(
      'scan',
      sample,
      '--policies',
      `policies/${pack}`,
      '-r',
      'json',
    )
    const { findings, ...report } = JSON.parse(out) as Report
    // The sample of 2017 is as old as its document.
    const warnings = report.warnings.filter(({ code }) => code !== 'snapshot-age')
    const undecided = findings.filter(({ verdict }) => verdict === 'error')
    const said = err.replace(/^.*\[snapshot-age\]\n.*\n/gm, '')
    expect({ code, said, warnings, undecided }).toEqual({ code: 1, said: '', warnings: [], undecided: [] })
    const lines = findings.map(
      ({ location: { file, start }, severity, policy, validation, message }) =>
        `${file}:${start.line}:${start.column} ${severity} ${policy} ${validation}: ${message}\n`,
    )
    await expect(lines.join('')).toMatchFileSnapshot(`../testdata/findings/${pack}.txt`)
  })
})

/** A pack without guidelines judges nothing, whatever exports lie in a folder of its name. */
function hasSample(pack: string): boolean {
  return (
    existsSync(join('testdata/exports', pack)) &&
    /^ {2}guidelines:$/m.test(readFileSync(join('policies', pack, 'pack.yaml'), 'utf8'))
  )
}
