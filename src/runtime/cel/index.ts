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
export { failure, isCelError } from './failure.js'
export { type FormatOptions, formatValue } from './format.js'
export { type Budget, policyBudget } from './meter.js'
export { type Origin, originOf } from './origin.js'
export { compile } from './program.js'
export type { CelFunction, Extension, OpaqueType } from './table.js'
export { timestamp } from './time.js'
