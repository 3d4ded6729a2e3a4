import { expect, test } from 'vitest'
import { platforms } from './index.js'

const exportCommands = platforms.flatMap((platform) => platform.exports ?? [])

test('every command only reads', () => {
  const readOnly = [
    /^kubectl get --raw \/apis?\/[a-z0-9./]+$/,
    /^calicoctl (get [a-z]+( --all-namespaces)? -o yaml|version)$/,
    /^ibmcloud is [a-z-]+s --output json$/,
    /^ibmcloud (ks cluster get|ks worker ls|ks worker-pool ls) --cluster <cluster> --output json$/,
    /^ibmcloud ks cluster master private-service-endpoint allowlist get --cluster <cluster> --output json$/,
    /^ibmcloud (cbr (zones|rules)|tg connections <transitGateway>|cr image-list --va) --output json$/,
    /^tccli (vpc|cvm|tke) Describe[A-Za-z]+ /,
    /^ssh -o BatchMode=yes <node> sudo -n (ip6?tables-save|sshd -T)$/,
  ]
  const lines = exportCommands.map(({ program, args }) => [program, ...args].join(' '))
  expect(lines.filter((line) => !readOnly.some((pattern) => pattern.test(line)))).toEqual([])
})

test('no two commands write one file, and each value that makes a command another makes the file another', () => {
  const files = exportCommands.map(({ file }) => file)
  expect(files.filter((file, i) => files.indexOf(file) < i)).toEqual([])
  const valuesIn = (texts: readonly string[]) =>
    [...new Set(texts.flatMap((text) => text.match(/<\w+>/g) ?? []))].sort()
  for (const { args, file } of exportCommands) expect(valuesIn([file])).toEqual(valuesIn(args))
})

test('secrets and config maps are never collected', () => {
  const types = exportCommands.flatMap((command) => command.types)
  expect(types.filter((type) => /Secret|ConfigMap|\/Config$/.test(type))).toEqual([])
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
