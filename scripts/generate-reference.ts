/** Writes the generated pages of docs/reference, and what documents show of the examples. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cliReference } from './cli-reference.js'
import { embedded, embeddingDocuments } from './embedded.js'
import { formatsReference } from './formats-reference.js'
import { functionsReference } from './functions-reference.js'
import { mutationsReference } from './mutations-reference.js'
import { platformsReference } from './platforms-reference.js'

mkdirSync('docs/reference', { recursive: true })
writeFileSync('docs/reference/cli.md', cliReference())
writeFileSync('docs/reference/formats.md', formatsReference())
writeFileSync('docs/reference/functions.md', functionsReference())
writeFileSync('docs/reference/mutations.md', mutationsReference())
writeFileSync('docs/reference/platforms.md', platformsReference())
for (const file of embeddingDocuments) writeFileSync(file, embedded(file))
