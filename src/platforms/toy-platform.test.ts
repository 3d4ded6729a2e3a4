import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { planCollection } from '../runtime/collect/index.js'
import { resourceAt } from '../runtime/documents/resource-at.js'
import { allIpv4, parseCidr } from '../runtime/firewall/cidr-set.js'
import { addressPeers, ruleOf } from '../runtime/firewall/ruleset.js'
import { loadLibrary } from '../runtime/library/library.js'
import type { Direction, Platform, Stage } from '../runtime/model/index.js'
import { run } from '../runtime/run.js'

/** The firewall of a home router, printed as lines like `allow 10.0.0.0/8`: all that a vendor takes. */
const router: Platform = {
  name: 'router',
  sources: [
    {
      name: 'router',
      reads: 'routerctl show',
      isText: (text) => text.startsWith('router '),
      accepts: ({ data }) => typeof data === 'string' && data.startsWith('router '),
      read(document) {
        const [head = '', ...lines] = String(document.data).trim().split('\n')
        const rules = lines.map((line) => ({ from: line.replace('allow ', '') }))
        const name = head.slice('router '.length)
        const resource = resourceAt(
          document,
          '',
          { name, rules },
          { type: 'router/Firewall', id: name, name },
        )
        const lineOf = (pointer: string) => Number(/^\/rules\/(\d+)/.exec(pointer)?.[1] ?? -1) + 1
        return { resources: [{ ...resource, locate: (at) => document.locate(`/${lineOf(at)}`) }] }
      },
    },
  ],
  rulesets: [
    {
      name: 'router',
      types: ['router/Firewall'],
      looksLike: () => false,
      one(data) {
        const { rules } = data as { rules: { from: string }[] }
        const stage = (direction: Direction): readonly Stage[] => {
          const allowed = direction === 'inbound' ? rules : []
          const read = allowed.map((item, i) =>
            ruleOf({
              origin: { item, pointer: `/rules/${i}` },
              action: 'allow',
              peers: addressPeers(parseCidr(item.from) ?? allIpv4),
            }),
          )
          return [{ origin: { item: data, pointer: '' }, rules: read, otherwise: 'deny' }]
        }
        const [inbound, outbound] = [stage('inbound'), stage('outbound')]
        return { kind: 'additive', label: 'router', inbound, outbound, families: allIpv4, host: false }
      },
    },
  ],
  exports: [{ types: ['router/Firewall'], program: 'routerctl', args: ['show'], file: 'router.txt' }],
  types: ['router/Firewall'],
}

const policy = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: closed}
spec:
  match: {resources: [router/Firewall]}
  validations:
    - name: only-home
      forEach: ruleset(object).inbound("tcp", 22).rulesBeyond(["10.0.0.0/8"])
      expression: "false"
      messageExpression: '"SSH is open to " + item.from'
`

test('a platform of its own works through the door: source, ruleset, export command', () => {
  const root = mkdtempSync(join(tmpdir(), 'policytest-toy-'))
  try {
    writeFileSync(join(root, 'closed.yaml'), policy)
    writeFileSync(join(root, 'router.txt'), 'router home\nallow 10.0.0.0/8\nallow 8.8.8.0/24\n')
    const request = { disk: { root }, platforms: [router], policies: ['closed.yaml'] }
    const { report } = run({ ...request, inputs: [{ path: 'router.txt' }] })
    expect(report.inputs).toMatchObject([
      { file: 'router.txt', source: 'router', resources: 1, types: { 'router/Firewall': 1 } },
    ])
    expect(
      report.findings.map(({ verdict, message, pointer, location }) => [
        verdict,
        message,
        pointer,
        location.start,
      ]),
    ).toEqual([['fail', 'SSH is open to 8.8.8.0/24', '/rules/1', { line: 3, column: 1 }]])

    const { loaded } = loadLibrary(request)
    const { commands, unknown } = planCollection(loaded.policies, new Map(), [router])
    expect(commands.map(({ program, args, file }) => [program, ...args, '>', file].join(' '))).toEqual([
      'routerctl show > router.txt',
    ])
    expect(unknown).toEqual([])
  } finally {
    rmSync(root, { recursive: true })
  }
})
