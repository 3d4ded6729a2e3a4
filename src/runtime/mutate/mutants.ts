import { type MutationContext, mutationsOf } from '../cel/index.js'
import type { PolicyToCompile } from '../compile/compile-policies.js'
import type { CompiledPolicy } from '../compile/compiled-policy.js'
import { nothingShared, type SharedRules } from '../compile/pack-functions.js'
import { fieldOf } from '../compile/reached.js'
import { type Reads, readsOf } from '../compile/reads.js'
import type { Library, OtherDefault } from '../library/library.js'
import type { Location, Mutant } from '../model/index.js'
import {
  type EquivalentMark,
  type Expression,
  locationIn,
  type Pack,
  type ParamDeclarations,
  type Policy,
  sharedVariables,
  valueProblems,
} from '../policies/index.js'
import { defaultMutations, isOfOneType } from './defaults.js'
import { droppablesOf, functionParts, type Part, partsOf, variableParts } from './parts.js'

/** A mutant, and what it takes to try it. */
export interface Attempt {
  readonly mutant: Mutant
  /** The policies whose tests may notice it, as indexes of the library; the policy itself, or those that read a shared part. */
  readonly readers: readonly number[]
  /** Undefined for a parameter: nothing is compiled anew. */
  readonly change?: (policy: PolicyToCompile) => PolicyToCompile
  /** The pack with the change, when that is in what a pack shares. */
  readonly pack?: Pack
  readonly parameter?: OtherDefault
}

/** The mutants of a policy, or of what the policies of a pack share. */
export interface Subject {
  readonly id: string
  readonly pack?: string
  readonly file: string
  readonly shared: boolean
  readonly readers: readonly number[]
  readonly attempts: readonly Attempt[]
  /** Of its changes, those that are said to make no difference. */
  readonly marks: readonly EquivalentMark[]
}

/** All mutants of a library: of the policies by id, each pack's shared variables and parameters before its policies. */
export function subjectsOf(library: Library): Subject[] {
  const reads = library.compiled.map(readsOf)
  const importedAs = ({ name, pack }: CompiledPolicy) =>
    library.compiled.flatMap((other, i) => (other.home === pack && other.name === name && pack ? [i] : []))
  const policies = library.written.flatMap((written, index): Subject[] => {
    const compiled = library.compiled[index] as CompiledPolicy
    const { id, file, pack } = compiled
    if (written.home) return []
    return [
      {
        id,
        ...(pack !== undefined && { pack }),
        file,
        shared: false,
        readers: [index],
        marks: written.policy.equivalents,
        attempts: inPlaceOrder(
          attemptsOn(
            written,
            [index, ...importedAs(compiled)],
            compiled,
            reads[index]?.toDecide ?? new Set(),
          ),
        ),
      },
    ]
  })
  const packs = library.loaded.packs.map((pack): Subject => {
    const members = library.compiled.flatMap((policy, i) =>
      [policy.pack, policy.home].includes(pack.name) || usesOf(policy, pack) ? [i] : [],
    )
    const isRead = (i: number, home: string, field: string, kind: keyof Reads): boolean => {
      const { pack: own, home: written = own } = library.compiled[i] as CompiledPolicy
      const of = written === home ? undefined : home
      const whole = field.slice(0, field.indexOf('.'))
      const names = reads[i]?.[kind]
      return names?.has(fieldOf(of, field)) || names?.has(fieldOf(of, whole)) || false
    }
    const isAmong = (i: number, field: string, kind: keyof Reads): boolean =>
      isRead(i, pack.name, field, kind) ||
      (library.compiled[i]?.pack === pack.name &&
        pack.imports.some(({ pack: home, params }) =>
          params.some(
            ({ name, own }) => field === `params.${own}` && isRead(i, home, `params.${name}`, kind),
          ),
        ))
    const readersOf = (field: string) => members.filter((i) => isAmong(i, field, 'atAll'))
    const isForOthers = pack.guidelines.length === 0
    const decides = (field: string) => isForOthers || members.some((i) => isAmong(i, field, 'toDecide'))
    return {
      id: pack.name,
      pack: pack.name,
      file: pack.file,
      shared: true,
      readers: members,
      marks: pack.equivalents,
      attempts: inPlaceOrder([
        ...sharedAttempts(pack, library.shared.get(pack) ?? nothingShared, readersOf, decides),
        ...defaultAttempts(pack.name, pack.params, readersOf, decides),
      ]),
    }
  })
  return [...packs, ...policies].filter(({ attempts }) => attempts.length > 0).sort(byId)
}

function usesOf({ homes }: CompiledPolicy, pack: Pack): boolean {
  return homes.some((home) => home.pack === pack.name)
}

function byId(a: Subject, b: Subject): number {
  const [one, other] = [a, b].map(({ id, pack, shared }) => (shared ? `${pack}/` : id)) as [string, string]
  return one < other ? -1 : one > other ? 1 : 0
}

function inPlaceOrder(attempts: readonly Attempt[]): Attempt[] {
  return attempts.toSorted(
    ({ mutant: { location: a } }, { mutant: { location: b } }) =>
      a.start.line - b.start.line ||
      a.start.column - b.start.column ||
      a.end.line - b.end.line ||
      a.end.column - b.end.column,
  )
}

function attemptsOn(
  { policy, pack }: PolicyToCompile,
  readers: readonly number[],
  compiled: CompiledPolicy,
  toDecide: ReadonlySet<string>,
): Attempt[] {
  const about = { policy: compiled.id, readers }
  const above = sharedVariables(pack).length
  const change = (apply: (of: Policy) => Policy) => (of: PolicyToCompile) => ({
    ...of,
    policy: apply(of.policy),
  })
  const wanted = (name: string) => toDecide.has(`variables.${name}`) || toDecide.has('variables')
  const declared = pack?.params ?? policy.params
  const changed = partsOf(policy, wanted, policy.admission ? 0 : above).flatMap((part) =>
    expressionAttempts(part, compiled, declared, about, policy.admission !== undefined).map(
      ({ mutant, expression }): Attempt => ({
        mutant,
        readers: about.readers,
        change: change((of) => part.replace(of, expression)),
      }),
    ),
  )
  const dropped = droppablesOf(policy).map(({ path, operator, location, expression, drop }): Attempt => {
    const { source, lineAt } = expression
    const what = operator.replace(' dropped', '')
    return {
      mutant: {
        policy: compiled.id,
        part: path,
        operator,
        change: `the ${what} '${path.slice(path.indexOf('.') + 1)}' is left out`,
        location,
        sourceLine: lineAt(location.start.line),
        before: source,
        after: '',
      },
      readers: about.readers,
      change: change(drop),
    }
  })
  const everyone = () => about.readers
  const isRead = (field: string) => toDecide.has(field) || toDecide.has('params')
  const own = pack ? [] : defaultAttempts(compiled.id, policy.params, everyone, isRead)
  return [...changed, ...dropped, ...own]
}

function sharedAttempts(
  pack: Pack,
  shared: SharedRules,
  readersOf: (field: string) => number[],
  decides: (field: string) => boolean,
): Attempt[] {
  const imported = sharedVariables(pack).length - pack.variables.length
  const parts = [
    ...variableParts(pack, (name) => decides(`variables.${name}`), imported),
    ...functionParts(pack, (name) => decides(`functions.${name}`)),
  ]
  return parts.flatMap((part) => {
    const about = { policy: pack.name, readers: readersOf(part.path) }
    return expressionAttempts(part, shared, pack.params, about, false).map(
      ({ mutant, expression }): Attempt => {
        const changed = part.replace(pack, expression)
        return { mutant, readers: about.readers, pack: changed, change: withPack(changed) }
      },
    )
  })
}

/** One changed pack for all policies that read it, so that its variables are compiled once. */
function withPack(pack: Pack): NonNullable<Attempt['change']> {
  const known = new Map<Pack, Pack>()
  const relinked = (of: Pack): Pack => {
    if (of.name === pack.name) return pack
    const imports = of.imports.map((each) => (each.from ? { ...each, from: relinked(each.from) } : each))
    const isSame = imports.every(({ from }, i) => from === of.imports[i]?.from)
    const result = known.get(of) ?? (isSame ? of : { ...of, imports })
    known.set(of, result)
    return result
  }
  return (of) => ({
    ...of,
    pack: of.pack && relinked(of.pack),
    ...(of.home && { home: relinked(of.home) }),
  })
}

function expressionAttempts<Of>(
  { path, expression, isCondition, variablesAbove }: Part<Of>,
  { variables }: Pick<CompiledPolicy, 'variables'>,
  params: ParamDeclarations,
  about: { readonly policy: string },
  isAdmission: boolean,
): { mutant: Mutant; expression: Expression }[] {
  const visible = variables.slice(0, variablesAbove)
  const types = new Map(visible.map(({ name, program }) => [name, program.type]))
  const context: MutationContext = {
    isCondition,
    siblings: (root, name) =>
      root === 'variables'
        ? nextOf(
            name,
            [...types.keys()].filter((other) => types.get(other) === types.get(name)),
          )
        : nextOf(
            name,
            [...params.keys()].filter((other) =>
              isOfOneType(params.get(other)?.schema, params.get(name)?.schema),
            ),
          ),
  }
  return mutationsOf(expression.source, context, isAdmission).map(
    ({ operator, source, range, edit, words }) => {
      const location = locationIn(expression, range.start, range.end)
      return {
        mutant: {
          policy: about.policy,
          part: path,
          operator,
          change: words,
          location,
          sourceLine: expression.lineAt(location.start.line),
          before: expression.source,
          after: source,
        },
        expression: {
          ...expression,
          source,
          at: (offset: number) =>
            expression.at(
              offset <= edit.start
                ? offset
                : Math.max(edit.start, offset - edit.length + edit.end - edit.start),
            ),
        },
      }
    },
  )
}

function nextOf(name: string, names: readonly string[]): string[] {
  const next = names[(names.indexOf(name) + 1) % names.length]
  return next === undefined || next === name || !names.includes(name) ? [] : [next]
}

function defaultAttempts(
  policy: string,
  params: ParamDeclarations,
  readersOf: (field: string) => readonly number[],
  decides: (field: string) => boolean,
): Attempt[] {
  return [...params].flatMap(([name, { schema, placeInDefault }]) => {
    const field = `params.${name}`
    if (!('default' in schema) || !decides(field)) return []
    return defaultMutations(schema.default)
      .filter(({ value }) => valueProblems(schema, value).length === 0)
      .map(({ value, pointer, change }): Attempt => {
        const { location, sourceLine } = placeInDefault(pointer)
        return {
          mutant: {
            policy,
            part: field,
            operator: 'default',
            change,
            location: onOneLine(location, sourceLine),
            sourceLine,
            before: JSON.stringify(schema.default),
            after: JSON.stringify(value),
          },
          readers: readersOf(field),
          parameter: { of: policy, name, value },
        }
      })
  })
}

/** The first line of a value over several lines. */
function onOneLine(location: Location, line: string): Location {
  const { start, end } = location
  return end.line === start.line
    ? location
    : { ...location, end: { line: start.line, column: line.length + 1 } }
}
