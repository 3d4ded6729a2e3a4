import { describe, expect, test } from 'vitest'
import type { Report } from '../runtime/model/index.js'
import { commandLine } from './command-line.fixture.js'
import { project, service, waivers } from './commands/history.fixture.js'

const { policytest, write } = commandLine('attestations')

const given = (...words: readonly string[]) => ({
  'words.yaml': `apiVersion: policytest.dev/v1\nkind: Attestations\nspec:\n  attestations:\n${words.map((word) => `    - {guideline: net/reviewed, ${word}}\n`).join('')}`,
  'policytest.config.yaml':
    'apiVersion: policytest.dev/v1\nkind: Config\nspec: {inputs: [exports], attestations: [words.yaml]}\n',
})

const exported = { ...project, 'exports/a.json': service('web', { a: 443 }) }
const failed = given('by: Ops, date: 2025-12-01, expires: 2026-01-31, result: failed')

async function reportOf(line: string): Promise<{ code: number; report: Report }> {
  const { code, stdout } = await policytest(`${line} -r json`)
  return { code, report: JSON.parse(stdout) }
}

describe('a word that a guideline does not hold', () => {
  test('is a finding with the severity of the guideline', async () => {
    write({ ...exported, ...failed })
    const { code, report } = await reportOf('scan exports')
    const place = { file: 'words.yaml', start: { line: 5, column: 7 }, end: expect.anything() }
    expect(code).toBe(1)
    expect(report.findings).toEqual([
      {
        verdict: 'fail',
        policy: 'net/reviewed',
        validation: 'attestation',
        guidelines: ['net/reviewed'],
        severity: 'high',
        message: 'does not hold, by the word of Ops on 2025-12-01: They were reviewed.',
        resource: {
          type: 'policytest.dev/Attestation',
          id: 'net/reviewed',
          name: 'net/reviewed',
          file: 'words.yaml',
          subject: {},
        },
        pointer: '',
        element: '',
        location: place,
        policyLocation: expect.objectContaining({ file: 'policies/net/pack.yaml' }),
      },
    ])
    const guideline = report.guidelines.find(({ id }) => id === 'net/reviewed')
    expect(guideline).toMatchObject({
      status: 'violated',
      counts: { fail: 1, waived: 0 },
      attestation: { by: 'Ops', result: 'failed' },
      attestationPlace: place,
    })
    expect((await policytest('scan exports --fail-on critical')).code).toBe(0)
  })

  test.each([
    ['console', 'net/reviewed  Reviewed  high\n  words.yaml:5:7  does not hold, by the word of Ops'],
    ['markdown', 'does not hold, by the word of Ops'],
    ['junit', '<failure type="high" message="does not hold, by the word of Ops'],
    ['sarif', '"text": "does not hold, by the word of Ops'],
    ['sarif-full', '"text": "does not hold, by the word of Ops'],
    ['html', 'does not hold, by the word of Ops'],
    ['oscal', 'does not hold by the word of Ops'],
    ['in-toto', '"FAILED"'],
  ])('stands in the report of %s', async (reporter, text) => {
    write({ ...exported, ...failed })
    const { stdout } = await policytest(`scan exports -r ${reporter}`)
    expect(stdout.replaceAll('\u200b', '')).toContain(text)
  })

  test('can be accepted for a time, and so can all that is known', async () => {
    write({
      ...exported,
      ...failed,
      'w.yaml': waivers('{guideline: net/reviewed, reason: R, owner: O, expires: 2026-06-30}'),
    })
    const { code, report } = await reportOf('scan exports --waivers w.yaml')
    expect([code, report.guidelines.find(({ id }) => id === 'net/reviewed')?.status]).toEqual([0, 'waived'])
    expect((await policytest('baseline --owner O --expires 2026-06-30')).code).toBe(0)
    expect((await policytest('scan exports --waivers baseline-waivers.yaml')).code).toBe(0)
  })

  test('counts until somebody confirms it, whenever it expires', async () => {
    write({ ...exported, ...failed })
    expect((await policytest('scan exports --now 2026-03-01')).code).toBe(1)
    await policytest('scan exports -r json=old.json')
    expect((await policytest('attest net/reviewed --by Ops')).code).toBe(0)
    expect((await policytest('scan exports -r json=new.json')).code).toBe(0)
    const { stdout } = await policytest('diff old.json new.json')
    expect(stdout).toContain('net/reviewed  violated → attested')
    expect(stdout).toContain('0 new, 1 fixed')
    expect((await policytest('attest net/reviewed --by Ops --failed --now 2026-01-02')).code).toBe(0)
    expect((await policytest('scan exports --now 2026-01-03')).code).toBe(1)
  })
})

describe.each([
  ['not attested', {}, 'They were reviewed.'],
  [
    'attestation expired',
    given('by: Ops, date: 2025-09-01, expires: 2025-11-30'),
    'the word of Ops expired on 2025-11-30',
  ],
])('%s', (status, files, why) => {
  const code = status.replaceAll(' ', '-')

  test.each([
    ['console', status],
    ['markdown', status],
    ['junit', `<skipped message="${status}: `],
    ['sarif', `"text": "net/reviewed: ${status}: ${why}`],
    ['sarif-full', `"text": "${status}: ${why}`],
    ['html', status],
    ['oscal', status],
  ])('stands in the report of %s', async (reporter, text) => {
    write({ ...exported, ...files })
    const { code, stdout } = await policytest(`scan exports -r ${reporter}`)
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(text) })
  })

  test('is a result of SARIF: to review in an archive, a failure under --strict', async () => {
    write({ ...exported, ...files })
    const results = async (line: string) => {
      const { stdout } = await policytest(`scan exports ${line}`)
      return JSON.parse(stdout)
        .runs[0].results.filter(({ ruleId }: { ruleId: string }) => ruleId === 'net/reviewed')
        .map(({ kind, level, locations }: { kind: string; level: string; locations: unknown[] }) => [
          kind,
          level,
          locations.length,
        ])
    }
    expect(await results('-r sarif')).toEqual([])
    expect(await results('-r sarif-full')).toEqual([['review', 'none', 1]])
    expect(await results('-r sarif --strict')).toEqual([['fail', 'error', 1]])
    expect(await results('-r sarif-full --strict')).toEqual([['fail', 'error', 1]])
    expect(await results(`-r sarif --strict --allow ${code}`)).toEqual([])
  })

  test('is a failed case of JUnit under --strict, once', async () => {
    write({ ...exported, ...files })
    const { stdout } = await policytest('scan exports -r junit --strict')
    expect(stdout.match(/<failure [^>]*>/g)).toEqual([expect.stringContaining(`type="strict.${code}"`)])
  })
})
