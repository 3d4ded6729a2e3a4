import {
  getConformanceSuite,
  type IncrementalTest,
  type IncrementalTestSuite,
} from '@bufbuild/cel-spec/testdata/tests.js'
import { afterAll, describe, expect, test } from 'vitest'
import type { CelFunction } from '../../model/index.js'
import { declaredType, formatType } from '../check/type.js'
import { equal } from '../evaluation/equality.js'
import { compile, formatValue, isCelError } from '../index.js'
import { typeName } from '../values/type-name.js'
import { doubleOf } from '../values/values.js'
import { fromSpec, typeText } from './spec-values.js'

/** Files of the official suite that are about protocol buffers, which policies never see. */
const withoutData = {
  block_ext: 'cel.block is what an optimizer writes, not a person',
  dynamic: 'proto wrapper messages',
  enums: 'proto enumerations',
  proto2: 'proto messages',
  proto2_ext: 'proto messages',
  proto3: 'proto messages',
  unknowns: 'an empty file',
  wrappers: 'proto wrapper messages',
} as const

/** A test that needs what we leave out: the pattern is looked for in its expression and types. */
const skipped: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/TestAllTypes|google\.protobuf\.(?!Timestamp|Duration)\w+/, 'proto messages'],
  [/^namespace\/namespace\/self_eval_container/, 'containers: policies have no namespace of their own'],
  [/null_assignable_to_abstract_parameter_candidate/, 'legacy nullable types: null is not an optional'],
]

function reasonToSkip(name: string, original: IncrementalTest['original']): string | undefined {
  const text = JSON.stringify(original, (_, value) => (typeof value === 'bigint' ? String(value) : value))
  return skipped.find(([pattern]) => pattern.test(text) || pattern.test(name))?.[1]
}

function* testsOf(
  suite: IncrementalTestSuite,
  path = '',
): Generator<{ name: string; original: IncrementalTest['original'] }> {
  for (const { name, original } of suite.tests) yield { name: `${path}${name}: ${original.expr}`, original }
  for (const inner of suite.suites) yield* testsOf(inner, `${path}${inner.name}/`)
}

type Outcome = { readonly value: unknown } | { readonly type: string } | { readonly error: string }

function outcomeOf(original: IncrementalTest['original']): Outcome {
  const declarations: Record<string, string> = {}
  for (const { name, declKind } of original.typeEnv) {
    if (declKind.case === 'ident' && declKind.value.type) declarations[name] = typeText(declKind.value.type)
  }
  const functions = original.typeEnv.flatMap(({ name, declKind }): CelFunction[] => {
    if (declKind.case !== 'function') return []
    const overloads = declKind.value.overloads.map(({ params, resultType }) => {
      const result = resultType ? typeText(resultType) : 'dyn'
      return [`${name}(${params.map(typeText).join(', ')}): ${result}`, () => null] as const
    })
    return [{ name, overloads: Object.fromEntries(overloads), doc: '', since: 'base', examples: [] }]
  })
  const scope: Record<string, unknown> = {}
  for (const [name, { kind }] of Object.entries(original.bindings)) {
    declarations[name] ??= 'dyn'
    if (kind.case === 'value') scope[name] = fromSpec(kind.value)
  }
  const compiled = compile(original.expr, {
    declarations,
    lenient: original.disableCheck,
    extensions: [{ functions, types: [] }],
  })
  if ('problems' in compiled) return { error: compiled.problems.map(({ message }) => message).join('; ') }
  if (original.checkOnly) return { type: compiled.program.type }
  const value = compiled.program.evaluate(scope)
  return isCelError(value) ? { error: value.message } : { value }
}

function expectedOf({ resultMatcher, checkOnly }: IncrementalTest['original']): Outcome {
  switch (resultMatcher.case) {
    case undefined:
      return { value: true }
    case 'value':
      return { value: fromSpec(resultMatcher.value) }
    case 'typedResult': {
      const { result, deducedType } = resultMatcher.value
      if (!checkOnly && result) return { value: fromSpec(result) }
      return { type: deducedType ? formatType(declaredType(typeText(deducedType))) : 'dyn' }
    }
    default:
      return { error: '' }
  }
}

/** Same type and value: 1 is not 1.0 here, and NaN is NaN. */
function same(a: unknown, b: unknown): boolean {
  return (
    typeName(a) === typeName(b) &&
    (equal(a, b) === true || (Number.isNaN(doubleOf(a)) && Number.isNaN(doubleOf(b))))
  )
}

function text(outcome: Outcome): string {
  if ('error' in outcome) return 'error'
  return 'type' in outcome
    ? `type ${outcome.type}`
    : `${typeName(outcome.value)} ${formatValue(outcome.value)}`
}

const files = getConformanceSuite().suites.filter(({ name }) => !Object.hasOwn(withoutData, name))
const counts = new Map<string, { passed: number; skipped: number }>()

describe.each(files.map((file) => [file.name, file] as const))('%s', (fileName, file) => {
  const count = { passed: 0, skipped: 0 }
  counts.set(fileName, count)
  for (const { name, original } of testsOf(file)) {
    const reason = reasonToSkip(`${fileName}/${name}`, original)
    if (reason) count.skipped++
    test.skipIf(reason !== undefined)(reason ? `${name} (${reason})` : name, () => {
      const expected = expectedOf(original)
      const actual = outcomeOf(original)
      const equalValues = 'value' in expected && 'value' in actual && same(expected.value, actual.value)
      if (!equalValues) expect(text(actual)).toBe(text(expected))
      count.passed++
    })
  }
})

afterAll(() => {
  const lines = [...counts].map(
    ([name, { passed, skipped }]) => `${name}: ${passed} passed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  )
  console.info(`CEL conformance\n${lines.join('\n')}`)
})
