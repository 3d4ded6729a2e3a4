import { expect, test } from 'vitest'
import { parsePack } from './read.js'

const pack = (spec: string) =>
  parsePack(
    'pack.yaml',
    `apiVersion: policytest.dev/v1\nkind: Pack\nmetadata: {name: images}\nspec:\n  title: Images\n${spec}`,
  )

test('a guideline keeps what its row says, and defaults are filled in', () => {
  const { guidelines, documents } = pack(`
  documents: [{id: handbook, title: Handbook, publisher: IT, date: 2027-01-31, url: https://example.com/handbook}]
  guidelines:
    - id: tags
      title: Tags
      statement: Images have tags.
      source: {document: handbook, section: '4.2', url: https://example.com/handbook#4.2}
      kind: recommendation
      severity: low
      rationale: Tags can be pinned.
      remediation: Add a tag.
      controls: {nist-800-53: [CM-2, CM-6]}
    - {id: digests, title: Digests, statement: Images have digests., severity: high}
`)
  expect(documents).toEqual([
    {
      id: 'handbook',
      title: 'Handbook',
      publisher: 'IT',
      date: '2027-01-31',
      url: 'https://example.com/handbook',
    },
  ])
  expect(guidelines.map(({ place: _, ...guideline }) => guideline)).toEqual([
    {
      id: 'tags',
      title: 'Tags',
      statement: 'Images have tags.',
      source: { document: 'handbook', section: '4.2', url: 'https://example.com/handbook#4.2' },
      kind: 'recommendation',
      severity: 'low',
      rationale: 'Tags can be pinned.',
      remediation: 'Add a tag.',
      controls: { 'nist-800-53': ['CM-2', 'CM-6'] },
    },
    {
      id: 'digests',
      title: 'Digests',
      statement: 'Images have digests.',
      kind: 'requirement',
      severity: 'high',
      controls: {},
    },
  ])
})

test.each([
  ['Name the reviewer.', { statement: 'Name the reviewer.' }],
  ['{statement: Look.}', { statement: 'Look.' }],
  ['{statement: Look., every: P90D}', { statement: 'Look.', everyDays: 90 }],
  ['{statement: Look., every: 2w}', { statement: 'Look.', everyDays: 14 }],
  ['{statement: Look., every: P6M}', { statement: 'Look.', everyDays: 180 }],
  ['{statement: Look., every: 1y}', { statement: 'Look.', everyDays: 365 }],
])('the attestation %s says what a person confirms, and how often', (written, attestation) => {
  const row = `{id: reviewed, title: R, statement: S, severity: low, attestation: ${written}}`
  expect(pack(`  guidelines: [${row}]\n`).guidelines[0]?.attestation).toEqual(attestation)
})

const guidelines = ['a-one', 'a-two', 'b-one']
  .map((id) => `    - {id: ${id}, title: T, statement: S, severity: low}\n`)
  .join('')

test('a profile resolves its wildcards and exceptions, in the order of the pack', () => {
  const { profiles } = pack(`  guidelines:\n${guidelines}
  profiles:
    - {id: all, title: All, guidelines: ['*'], except: [a-two]}
    - {id: some, description: Some., default: true, guidelines: [b-one, 'a-*'], except: ['*-two']}
`)
  expect(profiles.map(({ place: _, ...profile }) => profile)).toEqual([
    { id: 'all', title: 'All', isDefault: false, guidelines: ['a-one', 'b-one'] },
    { id: 'some', description: 'Some.', isDefault: true, guidelines: ['a-one', 'b-one'] },
  ])
})

test('a lone profile is the default', () => {
  const { profiles } = pack(`  guidelines:\n${guidelines}\n  profiles: [{id: all, guidelines: ['*']}]\n`)
  expect(profiles.map(({ isDefault }) => isDefault)).toEqual([true])
})

test('parameters keep the order of the file and the place of their names', () => {
  const { params } = pack(
    `  params:\n    zone: {type: string}\n    age: {type: integer, default: 3}\n  guidelines:\n${guidelines}`,
  )
  expect([...params]).toEqual([
    [
      'zone',
      {
        schema: { type: 'string' },
        place: {
          location: { file: 'pack.yaml', start: { line: 7, column: 5 }, end: { line: 7, column: 9 } },
          sourceLine: '    zone: {type: string}',
        },
        placeInDefault: expect.any(Function),
      },
    ],
    [
      'age',
      {
        schema: { type: 'integer', default: 3 },
        place: {
          location: { file: 'pack.yaml', start: { line: 8, column: 5 }, end: { line: 8, column: 8 } },
          sourceLine: '    age: {type: integer, default: 3}',
        },
        placeInDefault: expect.any(Function),
      },
    ],
  ])
})
