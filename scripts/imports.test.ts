import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser'
import { expect, test } from 'vitest'

/** The rooms of the runtime in the order of their imports: each sees those before it, and none behind it. */
const rooms = [
  'model',
  'threads',
  'addresses',
  'documents',
  'cel',
  'firewall',
  'policies',
  'exports',
  'compile',
  'judge',
  'admission',
  'scan',
  'report',
  'history',
  'merge',
  'library',
  'fix',
  'cases',
  'mutate',
  'collect',
  'conclude',
]

/** Small words that every room may use; they see the vocabulary and each other. */
const words =
  '^src/runtime/(apart|append|exclusion|folders|frozen|globs|input-error|member|once|one-text|order|package-folder|package-names|paths|pointer|suggest)\\.ts$'

const oneOf = (names: readonly string[]) => `(${names.join('|')})`
const platform = '^src/platforms/[^/]+/'

type Rule = NonNullable<IFlattenedRuleSet['forbidden']>[number]

/** Type imports count like any other: tests and fixtures do not. */
const rules: readonly Rule[] = [
  { name: 'no circle', from: {}, to: { circular: true } },
  ...rooms.slice(0, -1).map((room, i): Rule => {
    const behind = rooms.slice(i + 1)
    return {
      name: `${room} sees no room behind it`,
      from: { path: `^src/runtime/${room}/` },
      to: { path: `^src/runtime/(${oneOf(behind)}/|run\\.ts$)` },
    }
  }),
  {
    name: 'small words see the vocabulary and words alone',
    from: { path: words },
    to: { path: '^src/', pathNot: ['^src/runtime/model/', '^src/wording/', words] },
  },
  {
    name: 'the runtime sees no platform, no reporter, no command',
    from: { path: '^src/runtime/' },
    to: { path: '^src/', pathNot: ['^src/runtime/', '^src/wording/'] },
  },
  {
    name: 'platforms see the vocabulary, addresses, documents, the view of firewalls and the door of the engine',
    from: { path: platform },
    to: {
      path: '^src/',
      pathNot: [
        '^src/platforms/',
        '^src/wording/',
        '^src/runtime/(model|addresses|documents|firewall)/',
        '^src/runtime/cel/index\\.ts$',
        words,
        // kind: FirewallRules is a file of policytest's own
        '^src/runtime/policies/index\\.ts$',
      ],
    },
  },
  {
    name: 'platforms do not see each other, but for Calico, which builds on Kubernetes',
    from: { path: '^src/platforms/([^/]+)/' },
    to: { path: '^src/platforms/', pathNot: ['^src/platforms/$1/', '^src/platforms/kubernetes/'] },
  },
  {
    name: 'only Calico builds on Kubernetes',
    from: { path: '^src/platforms/', pathNot: '^src/platforms/(calico/|kubernetes/|index\\.ts$)' },
    to: { path: '^src/platforms/kubernetes/' },
  },
  {
    name: 'only firewall-rules reads a file of policytest',
    from: { path: platform, pathNot: '^src/platforms/firewall-rules/' },
    to: { path: '^src/runtime/policies/' },
  },
  {
    name: 'the engine has one door',
    from: { path: '^src/', pathNot: '^src/runtime/cel/' },
    to: { path: '^src/runtime/cel/', pathNot: '^src/runtime/cel/index\\.ts$' },
  },
  {
    name: 'the CEL library is behind the engine',
    from: { path: '^src/', pathNot: '^src/runtime/cel/' },
    to: { path: 'cel-js' },
  },
  {
    name: 'words see the vocabulary and small words alone',
    from: { path: '^src/wording/' },
    to: { path: '^src/', pathNot: ['^src/wording/', '^src/runtime/model/', words] },
  },
  {
    name: 'reporters see the report and words',
    from: { path: '^src/reporters/' },
    to: { path: '^src/', pathNot: ['^src/reporters/', '^src/wording/', '^src/runtime/model/', words] },
  },
  {
    name: 'compliance sees the report, what is loaded and compiled, what exports it, and words',
    from: { path: '^src/compliance/' },
    to: {
      path: '^src/',
      pathNot: [
        '^src/compliance/',
        '^src/wording/',
        '^src/runtime/(model|documents|policies|compile|report|library|collect)/',
        words,
      ],
    },
  },
  {
    name: 'programs that are started see the runtime and words',
    from: { path: '^src/programs/' },
    to: { path: '^src/', pathNot: ['^src/(programs|runtime|wording)/'] },
  },
  {
    name: 'what configurations say is read before it is used',
    from: { path: '^src/(config|platforms|reporters|compliance)/' },
    to: { path: '^src/(api/|index\\.ts$)' },
  },
  {
    name: 'commands and the library stand on top, side by side',
    from: { path: '^src/', pathNot: '^src/cli/' },
    to: { path: '^src/cli/' },
  },
]

async function violations(paths: string[], forbidden: readonly Rule[]): Promise<string[]> {
  const { output } = await cruise(paths, {
    validate: true,
    ruleSet: { forbidden: forbidden.map((rule) => ({ severity: 'error' as const, ...rule })) },
    tsPreCompilationDeps: true,
    exclude: { path: '\\.(test|fixture)\\.ts$' },
    doNotFollow: { path: 'node_modules' },
  })
  const { summary } = output as ICruiseResult
  return summary.violations.map(({ rule, from, to, cycle }) => {
    const way = cycle ? cycle.map(({ name }) => name) : [to]
    return `${rule.name}: ${[from, ...way].join(' -> ')}`
  })
}

test('imports go one way and in no circle', async () => {
  expect(await violations(['src'], rules)).toEqual([])
})

test('a rule that is broken is told with the import that breaks it', async () => {
  const backwards: Rule = {
    name: 'scan sees no exports',
    from: { path: '/scan/' },
    to: { path: '/exports/' },
  }
  expect(await violations(['src/runtime/scan'], [backwards])).toEqual([
    'scan sees no exports: src/runtime/scan/explanation.ts -> src/runtime/exports/inputs.ts',
    'scan sees no exports: src/runtime/scan/scan.ts -> src/runtime/exports/inputs.ts',
    'scan sees no exports: src/runtime/scan/while-reading.ts -> src/runtime/exports/inputs.ts',
    'scan sees no exports: src/runtime/scan/while-reading.ts -> src/runtime/exports/read-share.ts',
  ])
})
