import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { reportSchema } from '../runtime/report/schema.js'
import { type ReporterName, reporters } from './index.js'

const folder = new URL('../../testdata/reports/', import.meta.url)
const extensions = {
  console: 'txt',
  json: 'json',
  junit: 'xml',
  markdown: 'md',
  sarif: 'sarif',
  'sarif-full': 'full.sarif',
} as const satisfies Record<ReporterName, string>
const options = { color: false, quiet: false }

describe.each(['mixed', 'clean', 'empty'])('%s', (name) => {
  const given: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
  const report = reportSchema.parse(given)

  test('is a report by its schema, to the last field', () => {
    expect(report).toEqual(given)
  })

  test.each(Object.entries(reporters))('%s writes what is expected', async (reporter, write) => {
    const file = new URL(`expected/${name}.${extensions[reporter as ReporterName]}`, folder)
    await expect(write(report, options)).toMatchFileSnapshot(file.pathname)
  })
})
