import { type CompiledFix, expressionsOfFix } from '../compile/compile-fix.js'
import {
  type CompiledExpression,
  type CompiledPolicy,
  expressionsOf,
  fieldsNamedIn,
  inPack,
} from '../compile/compiled-policy.js'
import type { Diagnostic } from '../model/index.js'
import {
  errorAt,
  handedOn,
  type Import,
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
    if (each.home) return []
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

/** Policies for which the resources of a large export cannot be dropped once they are judged; no mistake, but worth knowing. */
export function keepsEverything({ compiled, loaded }: Library): Diagnostic[] {
  return compiled.flatMap(({ id, looksUp }, index) => {
    const { place } = (loaded.policies[index] as LoadedPolicy).policy
    return looksUp.includes('*')
      ? {
          code: 'inventory-any-type',
          level: 'warning' as const,
          message: `'${id}' may ask the inventory for any type: large exports are held in memory for it`,
          hint: 'write the type out where it asks: inventory.list("v1/Service")',
          location: place.location,
        }
      : []
  })
}

function lintPack(pack: Pack, library: Library): Diagnostic[] {
  const { compiled, fixes, loaded } = library
  const members = compiled.filter((policy) => policy.pack === pack.name)
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
  const written = [
    ...compiled.flatMap((policy) => inPack(pack.name, policy, expressionsOf(policy))),
    ...fixes.flatMap((fix) => inPack(pack.name, fix, expressionsOfFix(fix))),
    ...(isForOthers(pack) ? sharedBy(pack, library) : []),
  ]
  const taken = loaded.packs.flatMap(({ imports }) => imports.filter((each) => each.pack === pack.name))
  return [
    ...unanswered,
    ...empty,
    ...(isForOthers(pack) ? [] : unusedParts(pack, written, taken)),
    ...unusedImports(pack, written),
    ...unusedHandedOver(pack, members),
    ...copies(pack, loaded.policies),
    ...unusedParams(pack.params, written, handedOn(pack)),
  ]
}

/** Whether a pack is there for what others import from it. */
function isForOthers({ guidelines }: Pack): boolean {
  return guidelines.length === 0
}

function sharedBy(pack: Pack, { shared }: Library): CompiledExpression[] {
  const { variables = [], functions = [] } = shared.get(pack) ?? {}
  const programs = [...functions.values()].flatMap((each) => ('location' in each ? [each] : []))
  return [...variables, ...programs].filter(({ home }) => home === undefined)
}

/** Each policy has a case that passes, and one that fails and pins its findings; without validations nothing can fail. */
function missingCases({ id, policy, home }: LoadedPolicy, library: Library): Diagnostic[] {
  if (home) return []
  const { place, validations, checks = [] } = policy
  const expectations = library.tests
    .filter((test) => test.policy.id === id)
    .flatMap((test) => test.cases.map((testCase) => testCase.expect))
  const passes = expectations.some(({ verdict }) => verdict === 'pass')
  const fails =
    validations.length + checks.length === 0 ||
    expectations.some(({ verdict, findings }) => verdict === 'fail' && findings && findings.length > 0)
  const hint = `add it to the policy's .test.yaml`
  return [
    ...(passes ? [] : [errorAt(place, 'test-missing', `no case shows that '${id}' passes`, hint)]),
    ...(fails ? [] : [errorAt(place, 'test-missing', `no case pins the findings of '${id}'`, hint)]),
  ]
}

function unassigned(guidelines: number, pack: Pack | undefined, place: Place): Diagnostic[] {
  if (!pack || isForOthers(pack) || guidelines > 0) return []
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

/** Variables and functions that neither the pack uses nor another one imports. */
function unusedParts(
  pack: Pack,
  written: readonly CompiledExpression[],
  taken: readonly Import<Pack>[],
): Diagnostic[] {
  const used = new Set([...callsIn(written), ...taken.flatMap(({ functions }) => functions.map(nameOf))])
  const imported = new Set(taken.flatMap(({ variables }) => variables.map(nameOf)))
  const variables = pack.variables.filter(({ name }) => !imported.has(name))
  return [
    ...unused(variables, written, 'variable', 'variables'),
    ...pack.functions
      .filter(({ name }) => !used.has(name))
      .map(({ name, place }) =>
        errorAt(place, 'unused', `nothing calls the function '${name}'`, 'remove it, or call it'),
      ),
  ]
}

function unusedImports({ imports }: Pack, written: readonly CompiledExpression[]): Diagnostic[] {
  const calls = callsIn(written)
  const fields = fieldsNamedIn(written)
  const isRead = (name: string) => fields.has(`variables.${name}`) || fields.has('variables')
  return imports.flatMap(({ pack, functions, variables }) => {
    const from = `imported from '${pack}'`
    return [
      ...functions
        .filter(({ name }) => !calls.has(name))
        .map(({ name, place }) =>
          errorAt(place, 'unused', `nothing calls the function '${name}', ${from}`, 'remove it, or call it'),
        ),
      ...variables
        .filter(({ name }) => !isRead(name))
        .map(({ name, place }) =>
          errorAt(place, 'unused', `nothing uses the variable '${name}', ${from}`, 'remove it, or use it'),
        ),
    ]
  })
}

function callsIn(expressions: readonly CompiledExpression[]): Set<string> {
  return new Set(expressions.flatMap(({ program }) => [...program.references.calls]))
}

function nameOf({ name }: { readonly name: string }): string {
  return name
}

/** What is handed over to packs of which nothing that is imported looks at it. */
function unusedHandedOver({ imports }: Pack, members: readonly CompiledPolicy[]): Diagnostic[] {
  return imports.flatMap(({ pack, params }) => {
    const seen = members.flatMap((policy) => inPack(pack, policy, expressionsOf(policy)))
    const used = fieldsNamedIn(seen)
    return params
      .filter(({ name }) => !used.has(`params.${name}`) && !used.has('params'))
      .map(({ name, place }) => {
        const message = `nothing that is imported from '${pack}' uses the parameter '${name}'`
        return errorAt(place, 'unused', message, 'remove it, or import what uses it')
      })
  })
}

function unusedParams(
  params: ParamDeclarations,
  expressions: readonly CompiledExpression[],
  handed: ReadonlySet<string> = new Set(),
): Diagnostic[] {
  const used = fieldsNamedIn(expressions)
  return [...params]
    .filter(([name]) => !handed.has(name) && !used.has(`params.${name}`) && !used.has('params'))
    .map(([name, { place }]) =>
      errorAt(place, 'unused', `nothing uses the parameter '${name}'`, 'remove it, or use it'),
    )
}
