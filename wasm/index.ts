// AssemblyScript, compiled by `npm run generate` to src/runtime/documents/pieces/survey-code.ts. survey.ts beside that file says
// what it means.
export * from './survey'
export * from './find'
