/**
 * The expression engine: text → syntax/parse.ts → check/check.ts → generate/generate.ts (calls in calls.ts, fields and
 * `has()` in fields.ts, macros in macros.ts) → a program over evaluation/ and the tables of functions/. This is its door:
 * what the rest of the program, the vendors' folders and users' plugins see.
 */
export type { CelFunction, Extension, OpaqueType, PreparedCall, Since } from '../model/index.js'
export type {
  Budget,
  CelError,
  CelProblem,
  Compiled,
  CompileOptions,
  Declaration,
  DefinedFunction,
  Inventory,
  KubernetesEnvironment,
  Program,
  Scope,
  SourceRange,
  Spot,
  StaticType,
  Trace,
  World,
} from './api.js'
export { compile } from './compile.js'
export { elementsOf } from './evaluation/collections.js'
export { costLimits } from './evaluation/cost.js'
export { programOf, rememberProgram, scopeOf } from './evaluation/defined.js'
export { charge, policyBudget } from './evaluation/meter.js'
export { library, subjects } from './functions/index.js'
export { isCidr, isIp } from './functions/network/ip.js'
export { hostFunction, readSignature } from './host-function.js'
export { type Mutation, mutationsOf } from './mutations/mutations.js'
export { type MutationOperator, mutationOperators } from './mutations/operators.js'
export type { MutationContext } from './mutations/site.js'
export { type NamesInText, namesIn } from './names.js'
export { type Part, partsOf } from './parts.js'
export { type MacroEntry, macroReference } from './syntax/macros.js'
export { type Construct, operatorReference } from './syntax/operator-reference.js'
export { type TextArgument, textArguments } from './syntax/text-arguments.js'
export type { Trail } from './trace/trail.js'
export { decodedCopy, rememberDecoded, undecodedCopy } from './values/decoded.js'
export { Failure, failure, isCelError } from './values/failure.js'
export { type FormatOptions, formatValue } from './values/format-value.js'
export { timestamp } from './values/time-text.js'
export { unknownIn, unknownValue } from './values/unknown.js'
export { CelMap, doubleOf, mapKey } from './values/values.js'
export { withDoubles } from './values/with-doubles.js'
export { isBuiltIn, typeMistake } from './written-types.js'
