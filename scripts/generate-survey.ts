/** Compiles the pass over the bytes of JSON to WebAssembly. */
import { writeFileSync } from 'node:fs'
import { surveyCode } from './survey-code.js'

writeFileSync('src/runtime/documents/pieces/survey-code.ts', surveyCode())
