import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { fullFormats } from 'ajv-formats/dist/formats.js'

const files = {
  'assessment-results': 'oscal-1.2.1-assessment-results.json',
  'component-definition': 'oscal-1.2.3-component-definition.json',
} as const

/** What NIST's schema has against a document: nothing when it is valid. */
export function oscalMistakes(model: keyof typeof files): (text: string) => unknown {
  const file = new URL(`../../../testdata/schemas/${files[model]}`, import.meta.url)
  const validate = new Ajv({ strict: false, allErrors: true, formats: fullFormats }).compile(
    JSON.parse(readFileSync(file, 'utf8')),
  )
  return (text) => {
    validate(JSON.parse(text))
    return validate.errors
  }
}
