import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { writeCompliancePages } from './compliance-pages.js'

/** As deep in the repository as the documents themselves, so that links are the same. */
const fresh = 'docs/.compliance'

afterAll(() => rmSync(fresh, { recursive: true, force: true }))

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .sort()
}

test('docs/compliance is what the packs and the sample account give today; npm run generate writes it', async () => {
  await writeCompliancePages(fresh)
  expect(filesIn('docs/compliance')).toEqual(filesIn(fresh))
  const text = (folder: string, file: string) => readFileSync(join(folder, file), 'utf8')
  const stale = filesIn(fresh).filter((file) => text('docs/compliance', file) !== text(fresh, file))
  expect(stale).toEqual([])
}, 300_000)
