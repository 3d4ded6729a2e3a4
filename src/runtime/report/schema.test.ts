import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { expect, expectTypeOf, test } from 'vitest'
import type * as z from 'zod'
import type { Report } from '../model/index.js'
import { reportJsonSchema, type reportSchemas } from './schema.js'

test('the schema describes exactly the Report type', () => {
  expectTypeOf<z.infer<ReturnType<typeof reportSchemas>['reportSchema']>>().toEqualTypeOf<Report>()
})

test('the published schema is the one that the code defines', () => {
  const published = readFileSync(new URL('../../../docs/schema/report.schema.json', import.meta.url), 'utf8')
  expect(published).toBe(`${JSON.stringify(reportJsonSchema(), null, 2)}\n`)
})

test('the published schema accepts reports and refuses what is none', () => {
  const validate = new Ajv({ formats: fullFormats }).compile(reportJsonSchema())
  for (const name of ['mixed', 'clean', 'empty']) {
    const file = new URL(`../../../testdata/reports/${name}.json`, import.meta.url)
    validate(JSON.parse(readFileSync(file, 'utf8')))
    expect(validate.errors).toBeNull()
  }
  expect(validate({ apiVersion: 'policytest.dev/v1', kind: 'Report' })).toBe(false)
})
