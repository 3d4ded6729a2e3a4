import { type CompiledFix, expressionsOfFix } from '../compile/compile-fix.js'
import {
  type CompiledExpression,
  type CompiledPolicy,
  expressionsOf,
  fieldsNamedIn,
} from '../compile/compiled-policy.js'
import type { Diagnostic } from '../model/index.js'
import {
  errorAt,
  inOrder,
  type LoadedPolicy,
  type NamedExpression,
  type Pack,
  type ParamDeclarations,
  type Place,
} from '../policies/index.js'
import { copies } from './copies.js'
import type { Library } from './library.js'

/**
 * What is wrong with policies that compile: names that nothing uses, policies whose tests do not show both outcomes,
 * guidelines that neither a policy nor a person answers for.
 */
export function lint(library: Library): Diagnostic[] {
  const { loaded } = library
  const { packs, policies } = loaded
  const standalone = policies.flatMap((each, index) => {
    const compiled = library.compiled[index] as CompiledPolicy
    const own = unused(each.policy.variables, expressionsOf(compiled), 'variable', 'variables')
    return each.pack ? own : [...own, ...unusedParams(each.policy.params, expressionsOf(compiled))]
  })
  const ofFixes = loaded.fixes.flatMap(({ fix }, index) =>
    unused(fix.variables, expressionsOfFix(library.fixes[index] as CompiledFix), 'variable', 'variables'),
  )
  return inOrder([
    ...standalone,
    ...ofFixes,
    ...packs.flatMap((pack) => lintPack(pack, library)),
    ...policies.flatMap((loaded) => missingCases(loaded, library)),
    ...policies.flatMap(({ policy, pack }) => unassigned(policy.guidelines.length, pack, policy.place)),
  ])
}

function lintPack(pack: Pack, library: Library): Diagnostic[] {
  const members = library.compiled.filter((policy) => policy.pack === pack.name)
  const enforced = new Set(members.flatMap((policy) => policy.guidelines))
  const unanswered = pack.guidelines
    .filter(({ id, attestation }) => !attestation && !enforced.has(`${pack.name}/${id}`))
    .map(({ id, place }) =>
      errorAt(
        place,
        'guideline-unanswered',
        `guideline '${id}' has neither a policy nor an attestation`,
        "name it under 'guidelines' of a policy, or say under 'attestation' what a person has to confirm",
      ),
    )
  const empty = pack.profiles
    .filter(({ guidelines }) => guidelines.length === 0)
    .map(({ id, place }) =>
      errorAt(
        place,
        'profile-empty',
        `profile '${id}' leaves no guideline`,
        'remove it, or correct what it excepts',
      ),
    )
  const fixes = library.fixes.filter((fix) => fix.pack === pack.name)
  const written = [...members.flatMap(expressionsOf), ...fixes.flatMap(expressionsOfFix)]
  return [
    ...unanswered,
    ...empty,
    ...unused(pack.variables, written, 'variable', 'variables'),
    ...unusedFunctions(pack, [...members, ...fixes]),
    ...copies(pack, library.loaded.policies),
    ...unusedParams(pack.params, written),
  ]
}

/** Each policy has a case that passes, and one that fails and pins its findings; without validations nothing can fail. */
function missingCases({ id, policy }: LoadedPolicy, library: Library): Diagnostic[] {
  const { place, validations } = policy
  const expectations = library.tests
    .filter((test) => test.policy.id === id)
    .flatMap((test) => test.cases.map((testCase) => testCase.expect))
  const passes = expectations.some(({ verdict }) => verdict === 'pass')
  const fails =
    validations.length === 0 ||
    expectations.some(({ verdict, findings }) => verdict === 'fail' && findings && findings.length > 0)
  const hint = `add it to the policy's .test.yaml`
  return [
    ...(passes ? [] : [errorAt(place, 'test-missing', `no case shows that '${id}' passes`, hint)]),
    ...(fails ? [] : [errorAt(place, 'test-missing', `no case pins the findings of '${id}'`, hint)]),
  ]
}

function unassigned(guidelines: number, pack: Pack | undefined, place: Place): Diagnostic[] {
  if (!pack || guidelines > 0) return []
  const hint = `name those of ${pack.file} that it enforces under 'guidelines'`
  return [errorAt(place, 'guideline-missing', 'the policy enforces no guideline of its pack', hint)]
}

function unused(
  names: readonly NamedExpression[],
  expressions: readonly CompiledExpression[],
  what: string,
  root: string,
): Diagnostic[] {
  const used = fieldsNamedIn(expressions)
  return names
    .filter(({ name }) => !used.has(`${root}.${name}`) && !used.has(root))
    .map(({ name, expression }) => {
      const { location } = expression
      const place = { location, sourceLine: expression.lineAt(location.start.line) }
      return errorAt(place, 'unused', `nothing uses the ${what} '${name}'`, 'remove it, or use it')
    })
}

function unusedFunctions({ functions }: Pack, policies: readonly CompiledPolicy[]): Diagnostic[] {
  const called = new Set(policies.flatMap((policy) => policy.functions.map(({ name }) => name)))
  return functions
    .filter(({ name }) => !called.has(name))
    .map(({ name, place }) =>
      errorAt(place, 'unused', `nothing calls the function '${name}'`, 'remove it, or call it'),
    )
}

function unusedParams(params: ParamDeclarations, expressions: readonly CompiledExpression[]): Diagnostic[] {
  const used = fieldsNamedIn(expressions)
  return [...params]
    .filter(([name]) => !used.has(`params.${name}`) && !used.has('params'))
    .map(([name, { place }]) =>
      errorAt(place, 'unused', `nothing uses the parameter '${name}'`, 'remove it, or use it'),
    )
}
