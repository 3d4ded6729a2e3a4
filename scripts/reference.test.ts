import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cliReference } from './cli-reference.js'
import { embedded, embeddingDocuments } from './embedded.js'
import { formatsReference } from './formats-reference.js'
import { functionsReference } from './functions-reference.js'
import { mutationsReference } from './mutations-reference.js'
import { platformsReference } from './platforms-reference.js'
import { surveyCode } from './survey-code.js'

test.each<[string, () => string]>([
  ['docs/reference/cli.md', cliReference],
  ['docs/reference/formats.md', formatsReference],
  ['docs/reference/functions.md', functionsReference],
  ['docs/reference/mutations.md', mutationsReference],
  ['docs/reference/platforms.md', platformsReference],
  ...embeddingDocuments.map((file): [string, () => string] => [file, () => embedded(file)]),
])('%s is up to date (npm run generate)', (file, generate) => {
  expect(readFileSync(file, 'utf8')).toBe(generate())
})

test('the pass over the bytes of JSON is what its source compiles to (npm run generate)', () => {
  expect(readFileSync('src/runtime/documents/pieces/survey-code.ts', 'utf8')).toBe(surveyCode())
})
