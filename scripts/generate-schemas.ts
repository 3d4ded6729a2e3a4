/** Writes docs/schema/*.schema.json from the definitions that validate at run time. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { schemaNames, schemaText } from '../src/runtime/policies/schemas.js'
import { reportJsonSchema } from '../src/runtime/report/schema.js'

mkdirSync('docs/schema', { recursive: true })
for (const name of schemaNames) writeFileSync(`docs/schema/${name}.schema.json`, schemaText(name))
writeFileSync('docs/schema/report.schema.json', `${JSON.stringify(reportJsonSchema(), null, 2)}\n`)
