import { expect, expectTypeOf, test } from 'vitest'
import type * as z from 'zod'
import type { Report } from './model.js'
import { reportJsonSchema, type reportSchema } from './report-schema.js'

test('the schema describes exactly the Report type', () => {
  expectTypeOf<z.infer<typeof reportSchema>>().toEqualTypeOf<Report>()
  expect(reportJsonSchema()).toMatchObject({ title: 'policytest report', type: 'object' })
})
