import fc from 'fast-check'
import { expect, test } from 'vitest'
import { globMatcher } from './globs.js'

test.each([
  [['v1/Pod'], 'v1/Pod', true],
  [['v1/Pod'], 'v1/PodTemplate', false],
  [['apps/v1/*'], 'apps/v1/Deployment', true],
  [['apps/*/Deployment'], 'apps/v1beta1/Deployment', true],
  [['*'], 'anything/at/all', true],
  [['kube-*', 'default'], 'default', true],
  [['kube-?'], 'kube-ab', false],
  [[], 'v1/Pod', false],
])('%j matches %s: %s', (globs, name, expected) => {
  expect(globMatcher(globs)(name)).toBe(expected)
})

test('agrees with the regular expression that a glob stands for', () => {
  const letters = fc.stringMatching(/^[ab.*?]{0,8}$/)
  fc.assert(
    fc.property(letters, fc.stringMatching(/^[ab.]{0,8}$/), (glob, name) => {
      const regex = new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')}$`)
      expect(globMatcher([glob])(name)).toBe(regex.test(name))
    }),
  )
})
