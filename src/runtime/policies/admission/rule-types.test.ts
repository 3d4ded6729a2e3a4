import { describe, expect, test } from 'vitest'
import { matchResourcesOf } from './match-resources.js'
import { typesOfRules } from './rule-types.js'

describe('the types that rules can be about', () => {
  const types = (
    apiGroups: string[],
    resources: string[],
    matchPolicy: 'Exact' | 'Equivalent' = 'Equivalent',
  ) =>
    typesOfRules(
      matchResourcesOf({
        matchPolicy,
        resourceRules: [{ apiGroups, apiVersions: ['v1'], operations: ['CREATE'], resources }],
      }),
    )

  test.each([
    [[''], ['pods', 'pods/exec'], ['v1/Pod', 'v1/PodExecOptions']],
    [
      ['apps'],
      ['deployments', 'statefulsets'],
      ['apps/*/Deployment', 'extensions/*/Deployment', 'apps/*/StatefulSet'],
    ],
    [['', 'batch'], ['*'], ['v1/*', 'batch/*/*']],
    [['acme.example.com'], ['widgets'], ['acme.example.com/*/*']],
    [['*'], ['pods'], ['*']],
    [
      ['apps'],
      ['deployments/scale'],
      ['apps/*/Deployment', 'extensions/*/Deployment', 'autoscaling/*/Scale'],
    ],
  ])('%j %j: %j', (groups, resources, expected) => {
    expect(types(groups, resources)).toEqual(expected)
  })

  test('with matchPolicy Exact no other group counts', () => {
    expect(types(['apps'], ['deployments'], 'Exact')).toEqual(['apps/*/Deployment'])
  })
})
