export type {
  CelError,
  CelProblem,
  Compiled,
  CompileOptions,
  Declaration,
  Inventory,
  Program,
  Scope,
  SourceRange,
} from './api.js'
export type { CelFunction, Extension, OpaqueType } from './check/function-index.js'
export { compile } from './compile.js'
export { type Budget, policyBudget } from './evaluation/meter.js'
export { type Origin, originOf } from './evaluation/origin.js'
export { failure, isCelError } from './values/failure.js'
export { type FormatOptions, formatValue } from './values/format-value.js'
export { timestamp } from './values/time-text.js'
