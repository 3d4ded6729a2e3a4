import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { runCommandLine } from '../src/cli/run-command-line.js'
import type { Report } from '../src/runtime/model/index.js'

interface Export {
  readonly path: string
  readonly text: string
  readonly subject?: Readonly<Record<string, string>>
}

interface Case {
  readonly pack: string
  readonly name: string
  /** The exports before the fix, when it is not to be made of the sample as it is. */
  readonly before?: (sample: readonly Export[]) => readonly Export[]
  /** The exports that one would take once the files are applied. */
  readonly after: (made: readonly Export[], before: readonly Export[]) => readonly Export[]
}

interface Rule {
  readonly direction: string
  readonly protocol: string
  readonly remote: object
  readonly port_min?: number
  readonly port_max?: number
  readonly id: string
}
type Group = { readonly id: string; readonly name: string; readonly rules: readonly Rule[] }

const cases: readonly Case[] = [
  {
    pack: 'portworx',
    name: 'the policies and filters take the place of those that are there',
    after: (made, before) => [
      ...before
        .filter(({ path }) => path === 'cluster.json')
        .map((cluster) => {
          const list = JSON.parse(cluster.text) as { items: { kind: string }[] }
          return {
            ...cluster,
            text: JSON.stringify({
              ...list,
              items: list.items.filter(({ kind }) => kind !== 'NetworkPolicy'),
            }),
          }
        }),
      ...made.map((file) =>
        file.path.endsWith('.rules') ? { ...file, subject: { node: basename(file.path, '.rules') } } : file,
      ),
    ],
  },
  {
    pack: 'ibm-pag',
    name: 'the commands put the groups right as they are',
    after: (made, before) => withGroups(before, (groups) => afterCommands(textOf(made, '.sh'), groups)),
  },
  {
    pack: 'ibm-pag',
    name: 'the commands make the chain of groups without rules',
    before: (sample) => withGroups(sample, (groups) => groups.map((group) => ({ ...group, rules: [] }))),
    after: (made, before) => withGroups(before, (groups) => afterCommands(textOf(made, '.sh'), groups)),
  },
  {
    pack: 'ibm-pag',
    name: 'Terraform makes the same chain',
    before: (sample) => withGroups(sample, (groups) => groups.map((group) => ({ ...group, rules: [] }))),
    after: (made, before) => withGroups(before, (groups) => afterTerraform(textOf(made, '.tf.json'), groups)),
  },
  {
    pack: 'tencent-tke',
    name: 'the files put the template in the place of all rules',
    after: (made, before) => before.map((file) => afterTemplates(made, file)),
  },
  {
    pack: 'tencent-tke',
    name: 'the files make rules for groups without any',
    before: (sample) =>
      sample.map((file) =>
        isRuleSet(file) ? { ...file, text: describedRules({ Ingress: [], Egress: [] }) } : file,
      ),
    after: (made, before) => before.map((file) => afterTemplates(made, file)),
  },
]

describe('what a fix makes of the sample export is what its guidelines ask for', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'policytest-fixes-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test.each(cases)('$pack: $name', async ({ pack, before = (sample) => sample, after }) => {
    const given = before(sampleOf(pack))
    writeSnapshot(join(folder, 'before'), given)
    const policies = ['--policies', `policies/${pack}`]
    const out = join(folder, 'made')
    const fixed = await policytest('fix', pack, join(folder, 'before'), '--out', out, ...policies)
    expect(fixed).toEqual({ code: 0, out: '' })
    writeSnapshot(join(folder, 'after'), after(filesBelow(out), given))
    const scan = await policytest('scan', join(folder, 'after'), ...policies, '-r', 'json')
    const { findings, guidelines } = JSON.parse(scan.out) as Report
    const promised = promisedBy(pack)
    const open = findings.filter((finding) => finding.guidelines.some((id) => promised.includes(id)))
    expect(open.map(({ validation, message, location }) => [validation, message, location.file])).toEqual([])
    const others = guidelines.filter(({ id, status }) => promised.includes(id) && status !== 'satisfied')
    expect(others.map(({ id, status }) => `${id}: ${status}`)).toEqual([])
  })
})

/** Full ids of the guidelines that the fixes of a pack name. */
function promisedBy(pack: string): string[] {
  const fixes = filesBelow(join('policies', pack, 'fixes')).map(({ text }) => parse(text))
  return fixes.flatMap(({ spec }) => spec.guidelines as string[]).map((id) => `${pack}/${id}`)
}

function sampleOf(pack: string): Export[] {
  const folder = join('testdata/exports', pack)
  const { spec } = parse(readFileSync(join(folder, 'snapshot.yaml'), 'utf8'))
  return (spec.inputs as Export[]).map((input) => ({
    ...input,
    text: readFileSync(join(folder, input.path), 'utf8'),
  }))
}

function writeSnapshot(folder: string, exports: readonly Export[]): void {
  const inputs = exports.map(({ text: _, ...input }) => input)
  for (const { path, text } of exports) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const snapshot = {
    apiVersion: 'policytest.dev/v1',
    kind: 'Snapshot',
    spec: { takenAt: '2026-11-02', inputs },
  }
  writeFileSync(join(folder, 'snapshot.yaml'), stringify(snapshot))
}

function filesBelow(folder: string): Export[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  return paths
    .sort()
    .map((path) => ({ path: path.slice(folder.length + 1), text: readFileSync(path, 'utf8') }))
}

function textOf(made: readonly Export[], ending: string): string {
  return made.find(({ path }) => path.endsWith(ending))?.text ?? ''
}

function withGroups(
  exports: readonly Export[],
  change: (groups: readonly Group[]) => readonly Group[],
): readonly Export[] {
  return exports.map((file) =>
    file.path === 'security-groups.json'
      ? { ...file, text: JSON.stringify(change(JSON.parse(file.text))) }
      : file,
  )
}

/** What `ibmcloud is security-group-rule-add` and `-delete` make of groups. */
function afterCommands(script: string, groups: readonly Group[]): readonly Group[] {
  return script
    .split('\n')
    .filter((line) => line.startsWith('ibmcloud '))
    .reduce((before, line) => {
      const [, , command, target, ...words] = line.split(' ')
      return before.map((group) => {
        if (group.id !== target) return group
        if (command === 'security-group-rule-delete') {
          return { ...group, rules: group.rules.filter(({ id }) => id !== words[0]) }
        }
        expect(command).toBe('security-group-rule-add')
        const [direction = '', protocol = ''] = words
        const flag = (name: string) => words[words.indexOf(name) + 1] ?? ''
        const [port_min, port_max] = [Number(flag('--port-min')), Number(flag('--port-max'))]
        return withRule(group, { direction, protocol, port_min, port_max }, flag('--remote'), groups)
      })
    }, groups)
}

/** What the resources of Terraform add to groups. */
function afterTerraform(text: string, groups: readonly Group[]): readonly Group[] {
  const rules = Object.values(JSON.parse(text).resource.ibm_is_security_group_rule) as {
    group: string
    direction: string
    protocol: string
    remote: string
    port_min: number
    port_max: number
  }[]
  return rules.reduce<readonly Group[]>(
    (before, { group: target, remote, ...rule }) =>
      before.map((group) => (group.id === target ? withRule(group, rule, remote, groups) : group)),
    groups,
  )
}

function isRuleSet({ subject, text }: Export): boolean {
  return subject?.securityGroup !== undefined && text.includes('SecurityGroupPolicySet')
}

/** What `tccli vpc ModifySecurityGroupPolicies` makes of the export of the group that the file names. */
function afterTemplates(made: readonly Export[], file: Export): Export {
  const inputs = made
    .filter(({ path }) => path.endsWith('.json'))
    .map(
      ({ text }) =>
        JSON.parse(text) as { SecurityGroupId: string; SecurityGroupPolicySet: Record<string, object[]> },
    )
  const own = inputs.find(({ SecurityGroupId }) => SecurityGroupId === file.subject?.securityGroup)
  return own && isRuleSet(file) ? { ...file, text: describedRules(own.SecurityGroupPolicySet) } : file
}

/** Rules as DescribeSecurityGroupPolicies lists them: in order, each with its index. */
function describedRules(rules: Readonly<Record<string, readonly object[]>>): string {
  const described = Object.entries(rules).map(([direction, rows]) => [
    direction,
    rows.map((row, i) => ({ PolicyIndex: i, ...row })),
  ])
  const set = { Version: '9', ...Object.fromEntries(described) }
  return JSON.stringify({ SecurityGroupPolicySet: set, RequestId: 'r' })
}

/** A group with one more rule, as the API lists it. */
function withRule(
  group: Group,
  rule: Omit<Rule, 'id' | 'remote'>,
  remote: string,
  groups: readonly Group[],
): Group {
  const peer = groups.find(({ id }) => id === remote)
  const id = `r006-rule-${group.rules.length + 1}`
  const added = {
    ...rule,
    direction: rule.direction,
    id,
    ip_version: 'ipv4',
    local: { cidr_block: '0.0.0.0/0' },
    remote: peer ? { id: peer.id, name: peer.name } : { cidr_block: remote },
  }
  return { ...group, rules: [...group.rules, added] }
}

async function policytest(...argv: string[]) {
  const out: string[] = []
  const code = await runCommandLine(argv, {
    root: process.cwd(),
    env: {},
    clock: () => new Date('2026-11-03T00:00:00Z'),
    readStdin: () => Buffer.alloc(0),
    stdout: { isTerminal: false, write: (text) => void out.push(text) },
    stderr: { isTerminal: false, write: () => {} },
  })
  return { code, out: out.join('') }
}
