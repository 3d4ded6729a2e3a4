import { createHash } from 'node:crypto'
import { chmodSync, readdirSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { commandLine } from '../command-line.fixture.js'

const { policytest, write, read, has, at } = commandLine('collect')

const pack = `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: shop}
spec:
  title: The shop
  variables:
    - {name: nodes, expression: inventory.list("v1/Node")}
  guidelines:
    - {id: pods, title: Pods are fine, statement: They are., severity: high}
    - {id: hosts, title: Hosts are fine, statement: They are., severity: high}
    - {id: other, title: Others are fine, statement: They are., severity: high}
  profiles:
    - {id: all, default: true, guidelines: ["*"]}
    - {id: hosts, guidelines: [hosts]}
`
const policy = (name: string, spec: string) => `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: ${name}}
spec:
  guidelines: [${name}]
  ${spec}
  validations: [{expression: "size(variables.nodes) < 9"}]
`
const files = {
  'policies/pack.yaml': pack,
  'policies/pods.yaml': policy(
    'pods',
    'match: {resources: [v1/Pod]}\n  requires: [ibm.ks/Cluster, "*/EndpointSlice"]',
  ),
  'policies/hosts.yaml': policy('hosts', 'match: {resources: [iptables/Ruleset]}'),
  'policies/other.yaml': policy('other', 'match: {resources: [example.com/v1/Thing, v1/Secret]}'),
}

/** Small programs that stand for the real ones, and the only ones that can be found. */
function programs(scripts: Readonly<Record<string, string>>): { readonly PATH: string } {
  for (const [name, body] of Object.entries(scripts)) {
    write({ [`bin/${name}`]: `#!/bin/sh\n${body}\n` })
    chmodSync(at(`bin/${name}`), 0o755)
  }
  return { PATH: at('bin') }
}

const listOf = (kind: string) => `{"kind": "${kind}List", "apiVersion": "v1", "metadata": {}, "items": []}`
const kubectl = `case "$*" in
  version*) echo 'Client Version: v1.37.0' ;;
  *pods) printf '%s' '${listOf('Pod')}' ;;
  *nodes) printf '%s' '${listOf('Node')}' ;;
  *) exit 7 ;;
esac`

const rules = `printf '%s\\n' '*filter' ':INPUT ACCEPT [0:0]' 'COMMIT'`
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

test('--dry-run prints what the pack of IBM needs, with the values that it lacks', async () => {
  const policies = resolve('policies/ibm-pag')
  expect(await policytest(`collect ibm-pag --dry-run --policies ${policies}`)).toEqual({
    code: 0,
    stderr: '',
    stdout: `ibmcloud is security-groups --output json > security-groups.json
ibmcloud is subnets --output json > subnets.json
ibmcloud is floating-ips --output json > floating-ips.json
ibmcloud is instances --output json > instances.json
ibmcloud is vpn-servers --output json > vpn-servers.json
ibmcloud is bare-metal-servers --output json > bare-metal-servers.json
ibmcloud ks cluster get --cluster '<cluster>' --output json > 'cluster-<cluster>.json'
ibmcloud ks cluster master private-service-endpoint allowlist get --cluster '<cluster>' > 'allowlist-<cluster>.txt'
ibmcloud cbr zones --output json > cbr-zones.json
ibmcloud cbr rules --output json > cbr-rules.json
ibmcloud tg connections '<transitGateway>' --output json > 'connections-<transitGateway>.json'
`,
  })
})

test('a value given twice runs a command twice; what no command exports is told, with what to do', async () => {
  write(files)
  expect(
    await policytest('collect shop --dry-run --set cluster=prod --set cluster=test --set node=ops@w1'),
  ).toEqual({
    code: 0,
    stdout: `kubectl get --raw /api/v1/nodes > nodes.json
kubectl get --raw /api/v1/pods > pods.json
kubectl get --raw /apis/discovery.k8s.io/v1/endpointslices > endpointslices.json
ibmcloud ks cluster get --cluster prod --output json > cluster-prod.json
ibmcloud ks cluster get --cluster test --output json > cluster-test.json
ssh -o BatchMode=yes ops@w1 sudo -n iptables-save > iptables-ops-w1.rules
`,
    stderr: `no command is known for example.com/v1/Thing, asked for by shop/other
no command is known for v1/Secret, asked for by shop/other: secrets are never collected; kubernetes/SecretSummary has their names and types
kubectl and calicoctl read their current context only: their exports will not say which cluster it is
`,
  })
})

test('a glob asks only the programs that the exact types beside it use', async () => {
  write({ 'policies/p.yaml': policyOf('v1/Pod, "*Endpoint*"') })
  expect((await policytest('collect --dry-run')).stdout).toBe(`kubectl get --raw /api/v1/pods > pods.json
kubectl get --raw /api/v1/endpoints > endpoints.json
kubectl get --raw /apis/discovery.k8s.io/v1/endpointslices > endpointslices.json
`)
})

test('only what the chosen profile needs is collected', async () => {
  write(files)
  const { stdout } = await policytest('collect --dry-run --profile hosts')
  expect(stdout).toBe(`kubectl get --raw /api/v1/nodes > nodes.json
ssh -o BatchMode=yes '<node>' sudo -n iptables-save > 'iptables-<node>.rules'
`)
})

test('a snapshot holds each export and what it is, and can be scanned', async () => {
  write(files)
  const ssh = rules
  const line = 'collect --profile hosts --set node=w1 --set cluster=prod'
  const env = { ...programs({ kubectl, ssh }), USER: 'ada' }
  expect(await policytest(line, env)).toEqual({
    code: 0,
    stdout: '',
    stderr:
      '2 of 2 exports collected in snapshot-2026-01-01: judge them with policytest scan snapshot-2026-01-01\n',
  })
  expect(read('snapshot-2026-01-01/snapshot.yaml')).toBe(`apiVersion: policytest.dev/v1
kind: Snapshot
spec:
  takenAt: 2026-01-01T00:00:00.000Z
  takenBy: "ada"
  inputs:
    - path: "nodes.json"
      subject: {"cluster":"prod"}
      command: ["kubectl","get","--raw","/api/v1/nodes"]
      takenWith: "kubectl: Client Version: v1.37.0"
      sha256: "${sha256(read('snapshot-2026-01-01/nodes.json'))}"
    - path: "iptables-w1.rules"
      subject: {"node":"w1","cluster":"prod"}
      command: ["ssh","-o","BatchMode=yes","w1","sudo","-n","iptables-save"]
      sha256: "${sha256(read('snapshot-2026-01-01/iptables-w1.rules'))}"
`)
  expect(statSync(at('snapshot-2026-01-01')).mode & 0o077).toBe(0)
  expect(await policytest('scan snapshot-2026-01-01 --profile hosts')).toMatchObject({ code: 0, stderr: '' })
})

test('a scan says that an export is no longer the one that was collected; a strict one stops at it', async () => {
  write(files)
  await policytest(
    'collect --profile hosts --skip nodes.json --set node=w1 --out s',
    programs({ ssh: rules }),
  )
  const found = read('s/iptables-w1.rules')
  write({ 's/iptables-w1.rules': `${found}# by hand\n` })
  const changed = sha256(`${found}# by hand\n`)
  const warning = `s/snapshot.yaml:6:13: warning: s/iptables-w1.rules is not the file that the snapshot lists: its SHA-256 is ${changed} [snapshot-mismatch]`
  const { stderr } = await policytest('scan s --profile hosts')
  expect(stderr).toContain(warning)
  const strict = await policytest('scan s --profile hosts --strict')
  expect(strict.code).toBe(1)
  expect(strict.stdout).toContain('snapshot-mismatch')
  write({ 's/iptables-w1.rules': found })
  expect((await policytest('scan s --profile hosts')).stderr).not.toContain('snapshot-mismatch')
})

test('an empty list of a cloud is data: the snapshot says what it lists', async () => {
  write({
    'policies/p.yaml': `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: no-floating-ips}
spec:
  match: {scope: inventory, resources: [ibm.is/FloatingIP]}
  validations: [{expression: 'inventory.list("ibm.is/FloatingIP").size() == 0', message: there is one}]
`,
  })
  await policytest('collect --out today', programs({ ibmcloud: 'echo "[ ]"' }))
  expect(read('today/snapshot.yaml')).toContain('source: "json:ibm.is/FloatingIP"')
  expect((await policytest('scan today')).code).toBe(0)
})

test('arguments reach the program as they are: there is no shell', async () => {
  write({ 'policies/p.yaml': policyOf('tencent.vpc/SecurityGroupAssociationStatistics') })
  await policytest('collect --set securityGroup=sg-1', programs({ tccli: 'printf "<%s>" "$@" > told' }))
  expect(read('told')).toBe('<vpc><DescribeSecurityGroupAssociationStatistics><--SecurityGroupIds><["sg-1"]>')
})

test('what is no export that can be read does not come into a snapshot', async () => {
  write({ 'policies/p.yaml': policyOf('v1/Pod, ibm.ks/CaStatus, ibm.ks/AuditWebhook') })
  const { code, stderr } = await policytest(
    'collect --out today --set cluster=shop',
    programs({ kubectl, ibmcloud: 'echo FAILED; echo "No such thing, secret: 123."' }),
  )
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `failed: ibmcloud ks cluster ca status --cluster shop > ca-status-shop.txt
  what it printed cannot be read: ca-status-shop.txt:1:1: the error of a command, not its export [no-export]
  mend what it says, and run the command again
not there: ibmcloud ks cluster master audit-webhook get --cluster shop > audit-webhook-shop.txt
  what it printed cannot be read: audit-webhook-shop.txt:1:1: the error of a command, not its export [no-export]
  mend what it says, and run the command again
  there may be no audit webhook
1 of 3 exports collected (1 not there) in today: judge them with policytest scan today
run it again with --resume for what failed: what is collected is kept
`,
  })
  expect(readdirSync(at('today')).sort()).toEqual(['pods.json', 'snapshot.yaml'])
})

test('a command that fails is told with its reason, leaves no file, and makes the exit code 2', async () => {
  write(files)
  const env = programs({
    kubectl: `case "$*" in *pods) exit 0 ;; *nodes) printf '%s' '${listOf('Node')}' ;; *) echo partial; printf 'no \\033[31mrights\\n' >&2; exit 3 ;; esac`,
  })
  const { code, stdout, stderr } = await policytest('collect --skip cluster-* --set node=w1', env)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr.split('\n').slice(2)).toEqual([
    'failed: kubectl get --raw /api/v1/pods > pods.json',
    '  it printed nothing',
    'failed: kubectl get --raw /apis/discovery.k8s.io/v1/endpointslices > endpointslices.json',
    '  exit code 3: no \\u001b[31mrights',
    'failed: ssh -o BatchMode=yes w1 sudo -n iptables-save > iptables-w1.rules',
    '  ssh is not installed, or not in PATH',
    '1 of 4 exports collected in snapshot-2026-01-01: judge them with policytest scan snapshot-2026-01-01',
    'run it again with --resume for what failed: what is collected is kept',
    '',
  ])
  expect(readdirSync(at('snapshot-2026-01-01')).sort()).toEqual(['nodes.json', 'snapshot.yaml'])
})

test('a command that does not end is ended, and a folder without exports goes', async () => {
  write({ 'policies/p.yaml': policyOf('v1/Pod') })
  const { code, stderr } = await policytest(
    'collect --timeout 1',
    programs({ kubectl: 'while :; do :; done' }),
  )
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `failed: kubectl get --raw /api/v1/pods > pods.json
  it took longer than 1 s
0 of 1 exports collected
`,
  })
  expect(has('snapshot-2026-01-01')).toBe(false)
})

test('a folder that exists is never written over', async () => {
  write({ ...files, 'kept/pods.json': '{}' })
  expect(await policytest('collect --profile hosts --set node=w1 --out kept', programs({ kubectl }))).toEqual(
    {
      code: 2,
      stdout: '',
      stderr: `kept exists already [output]
  name another folder with --out: only --resume goes on with what a collection has left
`,
    },
  )
  expect(readdirSync(at('kept'))).toEqual(['pods.json'])
})

test('values that a command lacks are named, all of them, and nothing runs', async () => {
  write(files)
  const { code, stderr } = await policytest('collect --quiet', programs({ kubectl: 'echo x > ran' }))
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `iptables-<node>.rules needs a node: --set node=VALUE [usage]
  or leave it out: --skip 'iptables-<node>.rules'
`,
  })
  expect(has('ran') || has('snapshot-2026-01-01')).toBe(false)
})

const account = {
  'policies/p.yaml': policyOf('ibm.ks/CaStatus, ibm.iam/Policy, portieris.cloud.ibm.com/v1/ImagePolicy'),
}
const ibmcloud = `case "$*" in
  "ks cluster ls --provider classic --output json") printf '%s' '[{"name": "shop", "id": "c1"}]' ;;
  "ks cluster ls --provider vpc-gen2 --output json") printf '%s' '[{"name": "mail", "id": "c2"}]' ;;
  "iam access-groups --output json") printf '%s' '[{"id": "AccessGroupId-1", "name": "Shop admins"}]' ;;
  "account users --output json") printf '%s' '[{"userId": "jo@shop.example"}]' ;;
  "iam "*s" --output json") printf '[]' ;;
  "iam "*) echo '[]' ;;
  "ks cluster ca status --cluster shop") echo 'Status:  done'; echo 'Action Started: x' ;;
  *) test -e works || { echo down >&2; exit 1; }; echo 'Status:  done'; echo 'Action Started: x' ;;
esac`
const notServed = `echo 'Error from server (NotFound): the server could not find the requested resource' >&2; exit 1`

test('what nobody names is listed first, and what need not be there is no failure', async () => {
  write(account)
  const env = programs({ ibmcloud, kubectl: notServed })
  expect(await policytest('collect --out today', env)).toEqual({
    code: 2,
    stdout: '',
    stderr: `there is no serviceId: nothing of it is collected
there is no trustedProfile: nothing of it is collected
not there: kubectl get --raw /apis/portieris.cloud.ibm.com/v1/imagepolicies > imagepolicies.json
  exit code 1: Error from server (NotFound): the server could not find the requested resource
  the cluster does not serve this kind
failed: ibmcloud ks cluster ca status --cluster mail > ca-status-mail.txt
  exit code 1: down
3 of 5 exports collected (1 not there) in today: judge them with policytest scan today
run it again with --resume for what failed: what is collected is kept
`,
  })
  expect(readdirSync(at('today')).sort()).toEqual([
    'ca-status-shop.txt',
    'policies-group-Shop-admins-62a5a178.json',
    'policies-user-jo-shop.example.json',
    'snapshot.yaml',
  ])
  expect(read('today/snapshot.yaml')).toContain(
    'command: ["ibmcloud","iam","access-group-policies","Shop admins","--output","json"]',
  )

  // what failed is tried again, what is there is kept, and the snapshot is as old as its oldest export
  write({ works: '' })
  const before = read('today/snapshot.yaml')
  expect(await policytest('collect --out today --resume --skip imagepolicies.json', env)).toEqual({
    code: 0,
    stdout: '',
    stderr:
      'there is no serviceId: nothing of it is collected\nthere is no trustedProfile: nothing of it is collected\n4 of 4 exports collected (3 kept from 2026-01-01T00:00:00.000Z) in today: judge them with policytest scan today\n',
  })
  expect(read('today/snapshot.yaml').startsWith(before)).toBe(true)
  expect(readdirSync(at('today'))).toContain('ca-status-mail.txt')
})

test('what cannot be listed is a failure, and the rest is collected', async () => {
  write(account)
  const broken = `case "$*" in "ks cluster ls"*) echo 'log in first' >&2; exit 1 ;; "account users"*) echo '[{"userId": "--help"}]' ;; "iam access-groups"*) echo '[{"name": "a"}]' ;; *) echo '[]' ;; esac`
  const { code, stderr } = await policytest(
    'collect --out today --skip imagepolicies.json',
    programs({ ibmcloud: broken }),
  )
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: `failed: cannot tell which cluster there is: ibmcloud ks cluster ls --provider classic --output json
  exit code 1: log in first
failed: cannot tell which cluster there is: ibmcloud ks cluster ls --provider vpc-gen2 --output json
  exit code 1: log in first
failed: cannot tell which user there is: ibmcloud account users --output json
  '--help' cannot be an argument of a program
there is no serviceId: nothing of it is collected
there is no trustedProfile: nothing of it is collected
1 of 1 exports collected in today: judge them with policytest scan today
`,
  })
})

test('a snapshot that somebody wrote is not gone on with', async () => {
  write({
    ...account,
    'mine/snapshot.yaml':
      'apiVersion: policytest.dev/v1\nkind: Snapshot\nspec: {inputs: [{path: "*.json"}]}\n',
  })
  expect(
    (await policytest('collect --out mine --resume --set cluster=shop --skip *-<*', programs({ ibmcloud })))
      .stderr,
  ).toContain('mine/snapshot.yaml was not written by policytest collect')
})

test.each([
  ['collect shp', "unknown pack 'shp' [unknown-reference]\n  did you mean 'shop'?"],
  ['collect --set cluster', "--set: 'cluster' is not name=value"],
  ['collect --set node=-oProxyCommand=touch', "'-oProxyCommand=touch' cannot be the value of 'node'"],
  ['collect --set node=../../etc/passwd', "'../../etc/passwd' cannot be the value of 'node'"],
  ['collect --set node=$(id)', "'$(id)' cannot be the value of 'node'"],
  ['collect --set clustr=x', "no command uses 'clustr' [usage]\n  did you mean 'cluster'?"],
  ['collect --set cluster=c --set node=n --skip nothing*', "--skip: 'nothing*' is the file of no command"],
  ['collect --timeout 0', "--timeout: '0' is not a whole number of seconds"],
  ['collect --dry-run --skip *', 'there is nothing to collect'],
  ['collect --set node=a:b --set node=a@b --set cluster=c', 'two commands write iptables-a-b.rules'],
])('%s: 2 and a clear message', async (line, message) => {
  write(files)
  const { code, stdout, stderr } = await policytest(line, { PATH: '' })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(message)
  expect(has('snapshot-2026-01-01')).toBe(false)
})

function policyOf(type: string): string {
  return `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: some}
spec: {match: {resources: [${type}]}, validations: [{expression: "true", message: never}]}
`
}
