import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { oscalMistakes } from '../src/wording/oscal/schemas.fixture.js'
import { policytest } from './policytest.fixture.js'

const folder = mkdtempSync(join(tmpdir(), 'policytest-oscal-'))
afterAll(() => rmSync(folder, { recursive: true }))
const read = (name: string) => readFileSync(join(folder, name), 'utf8')

test('the packs as a component definition, and the results of a sample that refer to it, are valid', async () => {
  const pack = 'policies/ibm-pag'
  const documented = await policytest('docs', pack, '--format', 'oscal', '--out', folder, '--quiet')
  expect(documented).toEqual({ code: 0, out: '', err: '' })
  const results = join(folder, 'results.json')
  const { code } = await policytest(
    'scan',
    'testdata/exports/ibm-pag',
    '--policies',
    pack,
    '-r',
    `oscal=${results}`,
  )
  expect(code).toBe(1)
  expect(oscalMistakes('component-definition')(read('component-definition.json'))).toBeNull()
  expect(oscalMistakes('assessment-results')(read('results.json'))).toBeNull()

  const defined = new Set<string>()
  JSON.parse(read('component-definition.json'), (key, value) => {
    if (key === 'uuid') defined.add(value)
    return value
  })
  const named: string[] = []
  JSON.parse(read('results.json'), (key, value) => {
    if (key === 'resource-fragment' || key === 'actor-uuid') named.push(value)
    return value
  })
  const { parties = [] } = JSON.parse(read('results.json'))['assessment-results'].metadata
  for (const { uuid } of parties) defined.add(uuid)
  expect(named.filter((uuid) => !defined.has(uuid))).toEqual([])
  expect(named.length).toBeGreaterThan(10)
})
