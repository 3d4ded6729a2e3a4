/** Writes docs/schema/*.schema.json from the definitions that validate at run time. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { schemaNames, schemaText } from '../src/runtime/policies/schemas.js'

mkdirSync('docs/schema', { recursive: true })
for (const name of schemaNames) writeFileSync(`docs/schema/${name}.schema.json`, schemaText(name))
