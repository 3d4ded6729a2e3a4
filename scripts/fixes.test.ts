import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { globSync } from 'glob'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse, parseAllDocuments, stringify } from 'yaml'
import type { Report } from '../src/runtime/model/index.js'
import { policytest } from './policytest.fixture.js'

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
  /** Parameters of the pack. */
  readonly params?: object
  /** Guidelines that say nothing of these exports. */
  readonly inapplicable?: readonly string[]
}

interface Rule {
  readonly direction: string
  readonly protocol: string
  readonly remote: object
  readonly port_min?: number
  readonly port_max?: number
  readonly id: string
}
interface CalicoObject {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> }
  readonly spec: Readonly<Record<string, unknown>> & { readonly ingress?: readonly object[] }
}
type Group = { readonly id: string; readonly name: string; readonly rules: readonly Rule[] }

/** What takes the place of a file of the sample where Calico is of version 3. */
const v3Documents: Readonly<Record<string, string>> = {
  'calico-policies.yaml': 'calico-policies-v3.yaml',
  'calico-host-endpoints.yaml': 'host-endpoints-v3.yaml',
}

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
    pack: 'ibm-containers-2017',
    name: 'policies of the API v1 take the place of those that are there',
    after: afterCalicoctl,
  },
  {
    pack: 'ibm-containers-2017',
    name: 'what opens NodePorts to everyone goes, and default policies are put right',
    before: (sample) =>
      withCalico(sample, 'calico-policies.yaml', (objects) =>
        objects
          .filter(({ metadata }) => !/^allow-(all-outbound|kubelet-port)$|^deny/.test(metadata.name))
          .map((object) => {
            const { name } = object.metadata
            if (name === 'allow-icmp') return withSpec(object, { selector: 'all()' })
            if (name === 'allow-vrrp') return withSpec(object, { ingress: [{ action: 'deny' }] })
            if (name === 'allow-sys-mgmt') return withSpec(object, { ingress: [{ action: 'allow' }] })
            return object
          })
          .concat(
            preDnat('policy', 'first-half', { ingress: [allowing('tcp', ['0.0.0.0/1'])] }),
            preDnat('policy', 'second-half', { order: 20, ingress: [allowing('tcp', ['128.0.0.0/1'])] }),
            preDnat('policy', 'deny-guests', {
              order: 10,
              ingress: [{ action: 'deny', source: { net: '198.51.100.0/24' } }],
            }),
          ),
      ),
    after: afterCalicoctl,
  },
  {
    pack: 'ibm-containers-2017',
    name: 'policies and host endpoints of Calico 3',
    params: { nodePortSources: ['198.51.100.0/24'] },
    before: (sample) => {
      const later = sample.map((file) => {
        const name = v3Documents[file.path]
        return name ? { ...file, text: readFileSync(`testdata/ibm-containers-2017/${name}`, 'utf8') } : file
      })
      const withNodes = withCalico(later, 'calico-nodes.yaml', (nodes) =>
        nodes.map((node) => ({ ...node, apiVersion: 'projectcalico.org/v3', kind: 'Node' })),
      )
      const withEndpoints = withCalico(withNodes, 'calico-host-endpoints.yaml', ([, second, third]) => [
        {
          ...second,
          metadata: { ...second?.metadata, labels: { rack: 'a', 'ibm.role': 'worker' } },
        } as CalicoObject,
        third as CalicoObject,
      ])
      return withCalico(withEndpoints, 'calico-policies.yaml', (policies) => [
        ...policies.filter(({ metadata }) => metadata.name !== 'allow-bigfix-port'),
        preDnat('GlobalNetworkPolicy', 'allow-office', {
          types: ['Ingress'],
          ingress: [allowing('TCP', ['203.0.113.0/24']), allowing('UDP', ['0.0.0.0/0'])],
        }),
      ])
    },
    after: afterCalicoctl,
    // It is about the API v1.
    inapplicable: ['default-policy-allow-kubelet-port'],
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

  test.each(cases)(
    '$pack: $name',
    async ({ pack, before = (sample) => sample, after, params = {}, inapplicable = [] }) => {
      const given = before(sampleOf(pack))
      writeSnapshot(join(folder, 'before'), given)
      const values = join(folder, 'params.yaml')
      writeFileSync(values, stringify({ [pack]: params }))
      const policies = ['--policies', `policies/${pack}`, '--params', values]
      const out = join(folder, 'made')
      const fixed = await policytest('fix', pack, join(folder, 'before'), '--out', out, ...policies)
      expect({ code: fixed.code, out: fixed.out }).toEqual({ code: 0, out: '' })
      writeSnapshot(join(folder, 'after'), after(filesBelow(out), given))
      const scan = await policytest('scan', join(folder, 'after'), ...policies, '-r', 'json')
      const { findings, guidelines } = JSON.parse(scan.out) as Report
      const promised = promisedBy(pack).filter((id) => !inapplicable.includes(id.slice(pack.length + 1)))
      const open = findings.filter((finding) => finding.guidelines.some((id) => promised.includes(id)))
      expect(open.map(({ validation, message, location }) => [validation, message, location.file])).toEqual(
        [],
      )
      const others = guidelines.filter(({ id, status }) => promised.includes(id) && status !== 'satisfied')
      expect(others.map(({ id, status }) => `${id}: ${status}`)).toEqual([])
    },
  )
})

/** Full ids of the guidelines that the fixes of a pack name. */
function promisedBy(pack: string): string[] {
  const fixes = filesBelow(join('policies', pack, 'fixes')).map(({ text }) => parse(text))
  return fixes.flatMap(({ spec }) => spec.guidelines as string[]).map((id) => `${pack}/${id}`)
}

function sampleOf(pack: string): Export[] {
  const folder = join('testdata/exports', pack)
  const { spec } = parse(readFileSync(join(folder, 'snapshot.yaml'), 'utf8'))
  return (spec.inputs as Export[]).flatMap((input) =>
    globSync(input.path, { cwd: folder }).map((path) => ({
      ...input,
      path,
      text: readFileSync(join(folder, path), 'utf8'),
    })),
  )
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

/** The exports with other objects of Calico in one file, a list or an object with `items`. */
function withCalico(
  exports: readonly Export[],
  path: string,
  change: (objects: readonly CalicoObject[]) => readonly CalicoObject[],
): readonly Export[] {
  return exports.map((file) => {
    if (file.path !== path) return file
    const content = parse(file.text) as CalicoObject[] | { items: CalicoObject[] }
    const changed = Array.isArray(content) ? change(content) : { ...content, items: change(content.items) }
    return { ...file, text: stringify(changed) }
  })
}

/** What `calicoctl apply` makes of the policies and host endpoints of a cluster. */
function afterCalicoctl(made: readonly Export[], before: readonly Export[]): readonly Export[] {
  const objects = made.flatMap(({ text }) =>
    parseAllDocuments(text).map((document) => document.toJS() as CalicoObject),
  )
  const key = ({ kind, metadata }: CalicoObject) => `${kind} ${metadata.name}`
  const applied = new Set(objects.map(key))
  const others = Object.keys(v3Documents).reduce(
    (exports, path) => withCalico(exports, path, (all) => all.filter((one) => !applied.has(key(one)))),
    before,
  )
  return [...others, ...made]
}

function preDnat(kind: string, name: string, spec: CalicoObject['spec']): CalicoObject {
  const apiVersion = kind === 'policy' ? 'v1' : 'projectcalico.org/v3'
  const selector = "ibm.role == 'worker_public'"
  return { apiVersion, kind, metadata: { name }, spec: { preDNAT: true, selector, ...spec } } as CalicoObject
}

function allowing(protocol: string, nets: readonly string[]): object {
  const action = protocol === 'tcp' ? 'allow' : 'Allow'
  return { action, protocol, source: { nets }, destination: { ports: ['30000:32767'] } }
}

function withSpec(object: CalicoObject, spec: CalicoObject['spec']): CalicoObject {
  return { ...object, spec: { ...object.spec, ...spec } }
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
