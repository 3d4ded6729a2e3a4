import { expect, test } from 'vitest'
import { parsePack, parsePolicyFile } from '../policies/index.js'
import { copies } from './copies.js'

const pack = (rest = '') =>
  parsePack(
    'pack.yaml',
    `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: net}
spec:
  title: Net
  guidelines: [{id: g, title: G, statement: G, severity: low}]
${rest}`,
  )

function notes(expressions: Readonly<Record<string, string>>, of = pack()) {
  const policies = Object.entries(expressions).map(([name, expression]) => {
    const [policy] = parsePolicyFile(
      `${name}.yaml`,
      `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: ${name}}
spec:
  match: {resources: [v1/Pod]}
  validations:
    - expression: ${expression}
`,
    )
    if (!policy) throw new Error('no policy')
    return { id: name, policy, pack: of, bindings: [], beside: [] }
  })
  return copies(of, policies).map(({ location, hint }) => [location?.file, location?.start.column, hint])
}

const open = (rule: string) =>
  `${rule}.direction == "inbound" && ${rule}.port_min <= 22 && ${rule}.port_max >= 22 && ${rule}.protocol == "tcp"`

test('a copy is found under other names of variables and other spaces', () => {
  const found = notes({
    a: `object.rules.all(r, !(${open('r')}))`,
    b: `size(object.rules) == 0 || !object.rules.exists( x,  ${open('x')} )`,
  })
  expect(found).toEqual([
    ['a.yaml', 41, 'define a function of the pack for it, and call it; the others: b.yaml:7:72'],
  ])
})

test('of copies within copies only the largest is named', () => {
  const whole = `object.rules.all(r, ${open('r')})`
  expect(notes({ a: whole, b: `true && ${whole}` })).toEqual([
    ['a.yaml', 19, 'make it a variable or a function of the pack; the others: b.yaml:7:27'],
  ])
})

test('what the pack has a name for already counts', () => {
  const shared = pack(`  variables: [{name: closed, expression: '${`object.rules.all(r, ${open('r')})`}'}]`)
  expect(notes({ a: `object.rules.all(q, ${open('q')})` }, shared)).toHaveLength(1)
})

test('what is short, of one file, or means something else is none', () => {
  expect(
    notes({ a: 'object.a == 1', b: 'object.a == 1', c: `${open('object')} || ${open('object')}` }),
  ).toEqual([])
  expect(notes({ a: open('object'), b: open('object').replace('>=', '<=') })).toEqual([])
  const swapped = (a: string, b: string) => `object.x.map(p, object.y.map(q, ${open(a)} && ${open(b)})) == []`
  expect(notes({ a: swapped('p', 'q'), b: swapped('q', 'q') })).toEqual([])
})
