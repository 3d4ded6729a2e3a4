import { expect, test } from 'vitest'
import { commandLine } from './command-line.fixture.js'

const { policytest, write } = commandLine('citations')

test('reports say who published the document of a guideline, and when', async () => {
  const own = 'apiVersion: policytest.dev/v1\n'
  write({
    'policies/pack.yaml': `${own}kind: Pack
metadata: {name: images}
spec:
  title: Images
  documents: [{id: rules, title: Rules of images, publisher: Example Ltd, date: 2025-03-01}]
  guidelines:
    - {id: named, title: T, statement: S, severity: medium, source: {document: rules, section: '2.1'}}
`,
    'policies/named.yaml': `${own}kind: Policy
metadata: {name: named}
spec:
  guidelines: [named]
  match: {resources: [v1/Pod]}
  validations: [{expression: object.metadata.name != "bad", message: M}]
`,
    'bad.json': '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"bad"}}',
  })
  for (const reporter of ['markdown', 'sarif']) {
    const { stdout, stderr } = await policytest(`scan bad.json -r ${reporter}`)
    expect(stdout + stderr).toContain('Rules of images (Example Ltd, 2025-03-01), 2.1')
  }
  const report = JSON.parse((await policytest('scan bad.json -r json')).stdout)
  expect(report.guidelines[0].source).toEqual({ document: 'rules', section: '2.1' })
})
