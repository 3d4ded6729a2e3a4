/** Writes docs/schema/*.schema.json from the definitions that validate at run time. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { diffJsonSchema } from '../src/runtime/history/index.js'
import { mutationReportJsonSchema } from '../src/runtime/mutate/schema.js'
import { schemaNames, schemaText } from '../src/runtime/policies/schemas.js'
import { reportJsonSchema } from '../src/runtime/report/schema.js'

const written = (schema: Record<string, unknown>) => `${JSON.stringify(schema, null, 2)}\n`

mkdirSync('docs/schema', { recursive: true })
for (const name of schemaNames) writeFileSync(`docs/schema/${name}.schema.json`, schemaText(name))
writeFileSync('docs/schema/report.schema.json', written(reportJsonSchema()))
writeFileSync('docs/schema/mutation-report.schema.json', written(mutationReportJsonSchema()))
writeFileSync('docs/schema/diff.schema.json', written(diffJsonSchema()))
