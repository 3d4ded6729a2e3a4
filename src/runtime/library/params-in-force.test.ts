import { expect, test } from 'vitest'
import { type Pack, parsePack, parseParams } from '../policies/index.js'
import { paramsInForce } from './params-in-force.js'

const packOf = (name: string, spec: string): Pack =>
  parsePack(
    `${name}/pack.yaml`,
    `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: ${name}}
spec:
  title: T
  variables: [{name: v, expression: '1'}]
${spec}`,
  )

test('what an importing pack hands over is in force for its policies; the default for all others', () => {
  const shared = packOf('shared', '  params: {exempt: {type: string, default: a, x-exemption: true}}\n')
  const written = packOf(
    'shop',
    `  params: {system: {type: string, default: b}}
  imports:
    - pack: shared
      variables: [v]
      params: {exempt: system}
`,
  )
  const shop = { ...written, imports: written.imports.map((each) => ({ ...each, from: shared })) }
  const given = parseParams('params.yaml', 'shop: {system: c}\n')
  expect(paramsInForce({ packs: [shop], policies: [] }, [given])).toEqual([
    { of: 'shared', name: 'exempt', value: 'a', from: 'default', isExemption: true },
    {
      of: 'shared',
      for: 'shop',
      name: 'exempt',
      value: 'c',
      from: 'import',
      place: { file: 'shop/pack.yaml', line: 11 },
      default: 'a',
      isExemption: true,
    },
    {
      of: 'shop',
      name: 'system',
      value: 'c',
      from: 'file',
      place: { file: 'params.yaml', line: 1 },
      default: 'b',
    },
  ])
})

test('a parameter without a value is not in force', () => {
  const pack = packOf('p', '  params: {needed: {type: string}}\n')
  expect(paramsInForce({ packs: [pack], policies: [] }, [])).toEqual([])
})
