import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type * as z from 'zod'
import type { diffSchema } from '../../runtime/history/schema.js'
import { diffJsonSchema } from '../../runtime/history/schema.js'
import type { ReportDiff } from '../../runtime/model/index.js'
import { commandLine } from '../command-line.fixture.js'
import { project, service, waivers } from './history.fixture.js'

const { policytest, write, read } = commandLine('diff')

/** Writes files and scans; gives the name of the report. */
async function scanned(name: string, files: Readonly<Record<string, string>>, flags = ''): Promise<string> {
  write(files)
  await policytest(`scan exports -r json=${name} ${flags}`)
  return name
}

async function diffOf(line: string): Promise<{ code: number; diff: ReportDiff }> {
  const { code, stdout, stderr } = await policytest(`diff ${line} -r json`)
  if (stdout === '') throw new Error(stderr)
  return { code, diff: JSON.parse(stdout) }
}

const short = ({ findings }: ReportDiff) =>
  findings.map(({ change, differs, isNews, before, after }) =>
    [change, (after ?? before)?.message, ...(differs ?? []), ...(isNews ? ['news'] : [])].join(' | '),
  )

const waiver = (expires: string) =>
  `{policy: net/ports, pointer: /spec/ports/name=b, reason: R, owner: O, expires: ${expires}}`

describe('between two reports', () => {
  test('findings are new, fixed, changed; what only moved is no change of its message', async () => {
    await scanned('old.json', { ...project, 'exports/a.json': service('web', { a: 80, b: 81, c: 82 }) })
    await scanned('new.json', { 'exports/a.json': `\n${service('web', { a: 80, b: 8181, d: 84 })}` })
    const { code, diff } = await diffOf('old.json new.json')
    expect(short(diff)).toEqual([
      'new | port 84 is open | news',
      'changed | port 80 is open | place',
      'changed | port 8181 is open | message | place',
      'fixed | port 82 is open',
    ])
    expect({ code, summary: diff.summary }).toEqual({
      code: 1,
      summary: { new: 1, reopened: 0, changed: 2, waived: 0, unseen: 0, fixed: 1, unchanged: 0 },
    })
  })

  test('nothing new is exit code 0, and so is what is milder than --fail-on', async () => {
    await scanned('old.json', { ...project, 'exports/a.json': service('web', { a: 443 }) })
    expect((await policytest('diff old.json old.json')).code).toBe(0)
    await scanned('new.json', { 'exports/a.json': service('web', { a: 80 }) })
    expect((await policytest('diff old.json new.json')).code).toBe(1)
    expect((await policytest('diff old.json new.json --fail-on high')).code).toBe(0)
    expect((await policytest('diff new.json old.json')).code).toBe(0)
  })

  test('a waiver that begins, and one that no longer holds', async () => {
    const files = { ...project, 'exports/a.json': service('web', { a: 80, b: 81 }) }
    await scanned('open.json', { ...files, 'w.yaml': waivers(waiver('2026-06-30')) })
    await scanned('waived.json', {}, '--waivers w.yaml')
    await scanned('expired.json', {}, '--waivers w.yaml --now 2026-07-01')
    const begun = await diffOf('open.json waived.json')
    expect([begun.code, short(begun.diff)]).toEqual([0, ['waived | port 81 is open']])
    const ended = await diffOf('waived.json expired.json')
    expect([ended.code, short(ended.diff)]).toEqual([1, ['reopened | port 81 is open | news']])
    const { stdout } = await policytest('diff waived.json expired.json')
    expect(stdout).toContain('Findings: open again: their waiver no longer holds')
  })

  test('what is not found because nobody judges it any more is not fixed', async () => {
    await scanned('old.json', { ...project, 'exports/a.json': service('web', { a: 80 }) })
    await scanned('new.json', {
      'exports/a.json':
        '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": []}}',
    })
    const { code, diff } = await diffOf('old.json new.json')
    expect([code, short(diff)]).toEqual([0, ['unseen | port 80 is open']])
  })

  test('a severity that rose is news', async () => {
    await scanned('old.json', { ...project, 'exports/a.json': service('web', { a: 80 }) })
    await scanned('new.json', {
      'policies/net/pack.yaml': (project['policies/net/pack.yaml'] ?? '').replace('medium', 'critical'),
    })
    const { code, diff } = await diffOf('old.json new.json --fail-on critical')
    expect([code, short(diff)]).toEqual([1, ['changed | port 80 is open | severity | news']])
  })

  test('fewer findings by a weaker rule are told with the rule', async () => {
    await scanned('old.json', { ...project, 'exports/a.json': service('long-name', { a: 80 }) })
    await scanned('new.json', {
      'policytest.config.yaml':
        'apiVersion: policytest.dev/v1\nkind: Config\nspec: {params: {net: {open: [80, 443]}}}\n',
      'policies/net/names.yaml': (project['policies/net/names.yaml'] ?? '').replace('< 5', '< 50'),
    })
    const { code, diff } = await diffOf('old.json new.json')
    expect({ code, findings: short(diff) }).toEqual({
      code: 0,
      findings: ['fixed | The name is long.', 'fixed | port 80 is open'],
    })
    expect(diff.guidelines.map(({ id, before, after }) => [id, before, after])).toEqual([
      ['net/names', 'violated', 'satisfied'],
      ['net/ports', 'violated', 'satisfied'],
    ])
    expect(diff.policies.map(({ id }) => id)).toEqual(['net/names'])
    expect(diff.packs.map(({ id }) => id)).toEqual(['net'])
    expect(diff.params).toEqual([
      {
        of: 'net',
        name: 'open',
        before: { value: [443], from: 'default' },
        after: {
          value: [80, 443],
          from: 'config',
          place: { file: 'policytest.config.yaml', line: 3 },
        },
      },
    ])
    expect(diff.settings).toEqual([
      { role: 'config', file: 'policytest.config.yaml', after: expect.anything() },
    ])
    const { stdout } = await policytest('diff old.json new.json')
    expect(stdout).toContain('  net/names  violated → satisfied\n')
    expect(stdout).toContain('  net: open  [443] → [80,443]\n')
    expect(stdout).toContain('  net/names  another text\n')
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('0 new, 2 fixed')
    const page = (await policytest('diff old.json new.json -r markdown')).stdout
    expect(page).toContain('### Parameters in force\n\n- `net: open` \\[443\\] → \\[80,443\\]')
  })
})

test('what is no report, or has nothing in common, is refused', async () => {
  await scanned('old.json', { ...project, 'exports/a.json': service('web', { a: 80 }), 'none.json': '{}' })
  for (const [line, message] of [
    ['old.json gone.json', 'gone.json cannot be read'],
    ['none.json old.json', 'none.json:1:1: not a report of policytest'],
  ]) {
    const { code, stderr } = await policytest(`diff ${line}`)
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message ?? '') })
  }
  write({ 'other/p.yaml': (project['policies/net/names.yaml'] ?? '').replace('  guidelines: [names]\n', '') })
  await policytest('scan exports --policies other -r json=other.json')
  const { code, stderr } = await policytest('diff old.json other.json')
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: expect.stringContaining('old.json and other.json have no guideline in common'),
  })
  expect((await policytest('diff old.json old.json -r junit')).stderr).toContain(
    'reporters: console, json, markdown',
  )
})

test('the schema describes exactly the diff, and is published as the code defines it', async () => {
  expectTypeOf<z.infer<ReturnType<typeof diffSchema>>>().toEqualTypeOf<ReportDiff>()
  const published = readFileSync(new URL('../../../docs/schema/diff.schema.json', import.meta.url), 'utf8')
  expect(published).toBe(`${JSON.stringify(diffJsonSchema(), null, 2)}\n`)
  await scanned('old.json', { ...project, 'exports/a.json': service('web', { a: 80 }) })
  await scanned('new.json', { 'exports/a.json': service('web', { b: 80 }) })
  await policytest('diff old.json new.json -r json=diff.json')
  const validate = new Ajv({ formats: fullFormats }).compile(diffJsonSchema())
  validate(JSON.parse(read('diff.json')))
  expect(validate.errors).toBeNull()
})
