import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Report } from '../../runtime/model/index.js'
import { oscalMistakes } from '../../wording/oscal/schemas.fixture.js'
import { oscal } from './oscal.js'

const read = (name: string): Report =>
  JSON.parse(readFileSync(new URL(`../../../testdata/reports/${name}.json`, import.meta.url), 'utf8'))
const mistakes = oscalMistakes('assessment-results')

describe("NIST's schema", () => {
  test.each(['mixed', 'clean', 'empty', 'could-not-run', 'lint', 'evidence'])('accepts %s', (name) => {
    expect(mistakes(oscal(read(name)))).toBeNull()
  })
})
