import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from '../../run.fixture.js'

const page = readFileSync('docs/validating-admission-policy.md', 'utf8')

test('the first example of the page does what the page says', () => {
  const [policy = '', cases = ''] = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text]) => text)
  const root = mkdtempSync(join(tmpdir(), 'policytest-'))
  try {
    writeFileSync(join(root, 'policy.yaml'), policy)
    writeFileSync(join(root, 'policy.test.yaml'), cases)
    const now = new Date('2026-01-01T00:00:00Z')
    const { report } = run({
      disk: { root },
      policies: ['.'],
      tests: {},
      now,
      startedAt: now,
      elapsed: () => 0,
    })
    expect(report.cases.map(({ name, status }) => `${name}: ${status}`)).toEqual([
      'six replicas are too many in production: passed',
      'elsewhere nobody minds: passed',
    ])
    expect(report.warnings).toEqual([])
  } finally {
    rmSync(root, { recursive: true })
  }
})
