import { expect, test } from 'vitest'
import { platforms } from './index.js'

const exportCommands = platforms.flatMap((platform) => platform.exports ?? [])

test('every command only reads', () => {
  const readOnly = [
    /^kubectl get --raw \/apis?\/[a-z0-9./-]+$/,
    /^calicoctl (get [a-z]+( --all-namespaces)? -o yaml|version)$/,
    /^ibmcloud is [a-z-]+s --output json$/,
    /^kubectl get (secrets|configmaps) --all-namespaces -o custom-columns=[A-Z]+:.metadata.namespace,[A-Z]+:.metadata.name,[A-Z]+:.metadata.creationTimestamp(,TYPE:.type)?$/,
    /^ibmcloud ks [a-z -]+ (get|ls) --cluster <cluster> --output json$/,
    /^ibmcloud ks cluster (ca status|master (private-service-endpoint allowlist|audit-webhook) get) --cluster <cluster>$/,
    /^ibmcloud (cbr (zones|rules)|tg connections <transitGateway>|cr image-digests --va|cr namespace-list) --output json$/,
    /^ibmcloud iam (access-groups|(access-group-(users|policies)|user-policies|service-policies|trusted-profile-policies) <\w+>) --output json$/,
    /^ibmcloud (account show|(ks vlan spanning get --region <region>|atracker (route ls|target ls|setting get)|sl securitygroup detail <classicGroup>) --output json)$/,
    /^tccli (vpc|cvm|tke) Describe[A-Za-z]+ /,
    /^ssh -o BatchMode=yes <node> sudo -n (ip6?tables-save|sshd -T)$/,
  ]
  const lines = exportCommands.map(({ program, args }) => [program, ...args].join(' '))
  expect(lines.filter((line) => !readOnly.some((pattern) => pattern.test(line)))).toEqual([])
})

test('a program that is asked its version is asked nothing else, and is one that exports something', () => {
  const versions = platforms.flatMap((platform) => Object.entries(platform.versions ?? {}))
  const asked = versions.filter(([, args]) => !/^(--)?version( --client)?$/.test(args.join(' ')))
  expect(asked).toEqual([])
  const programs = new Set(exportCommands.map(({ program }) => program))
  expect(versions.map(([program]) => program).filter((program) => !programs.has(program))).toEqual([])
})

test('no two commands write one file, and each value that makes a command another makes the file another', () => {
  const files = exportCommands.map(({ file }) => file)
  expect(files.filter((file, i) => files.indexOf(file) < i)).toEqual([])
  const valuesIn = (texts: readonly string[]) =>
    [...new Set(texts.flatMap((text) => text.match(/<\w+>/g) ?? []))].sort()
  for (const { args, file } of exportCommands) expect(valuesIn([file])).toEqual(valuesIn(args))
})

test('the content of secrets and config maps is never collected, nor a private key', () => {
  const types = exportCommands.flatMap((command) => command.types)
  expect(types.filter((type) => /^v1\/(?:Secret|ConfigMap|Config)$/.test(type))).toEqual([])
  const lines = exportCommands.map(({ program, args }) => [program, ...args].join(' '))
  const spoken = lines.filter(
    (line) => /secrets|configmaps|webhook get/.test(line) && !/ingress|external|--raw/.test(line),
  )
  expect(spoken.filter((line) => /json|yaml|\.data/.test(line))).toEqual([])
  expect(spoken).toHaveLength(3)
})

test('every command that lists what a name stands for only reads, and a command uses the name', () => {
  const listings = platforms.flatMap((platform) => platform.listings ?? [])
  const lines = listings.map(({ program, args }) => [program, ...args].join(' '))
  const readOnly =
    /^ibmcloud (ks cluster ls --provider (classic|vpc-gen2)|tg gateways|iam (access-groups|service-ids|trusted-profiles)|account users|sl securitygroup list) --output json$/
  expect(lines.filter((line) => !readOnly.test(line))).toEqual([])
  const unused = listings.filter(({ name }) => !exportCommands.some(({ args }) => args.includes(`<${name}>`)))
  expect(unused).toEqual([])
  for (const { values } of listings) {
    for (const data of [
      null,
      1,
      'x',
      {},
      [null, 1, { id: {} }, { name: [] }],
      { groups: 1, resources: [[]] },
    ])
      expect(values(data)).toEqual([])
  }
})

test('the lists of Kubernetes have the paths of its API', () => {
  const path = (type: string) => exportCommands.find(({ types }) => types.includes(type))?.args.at(-1)
  expect(
    [
      'v1/Endpoints',
      'apps/v1/DaemonSet',
      'extensions/v1beta1/NetworkPolicy',
      'networking.k8s.io/v1/Ingress',
      'storage.k8s.io/v1/StorageClass',
      'policy/v1/PodDisruptionBudget',
    ].map(path),
  ).toEqual([
    '/api/v1/endpoints',
    '/apis/apps/v1/daemonsets',
    '/apis/networking.k8s.io/v1/networkpolicies',
    '/apis/networking.k8s.io/v1/ingresses',
    '/apis/storage.k8s.io/v1/storageclasses',
    '/apis/policy/v1/poddisruptionbudgets',
  ])
})
