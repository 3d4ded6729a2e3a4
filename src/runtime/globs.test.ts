import fc from 'fast-check'
import { expect, test } from 'vitest'
import { globMatcher, pathMatcher } from './globs.js'

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

test.each<[glob: string, path: string, fits: boolean]>([
  ['a/b.yaml', 'a/b.yaml', true],
  ['*.yaml', 'b.yaml', true],
  ['*.yaml', 'a/b.yaml', false],
  ['**/*.yaml', 'b.yaml', true],
  ['**/*.yaml', 'a/.b/c.yaml', true],
  ['a/**', 'a', true],
  ['a/**/d', 'a/b/c/d', true],
  ['a/**/d', 'a/b/c/e', false],
  ['**/x/**/y', 'x/x/z/y', true],
  ['?.{yaml,yml}', 'a.yml', true],
  ['{a,b}/{c,{d,e}}', 'b/e', true],
  ['{a,b}/{c,{d,e}}', 'b/f', false],
  ['{a}', '{a}', true],
  ['**', '../a', false],
  ['../*', '../a', true],
])('the path glob %s and %s: %s', (glob, path, fits) => {
  expect(pathMatcher(glob)(path.split('/'))).toBe(fits)
})

test('no path glob takes long', () => {
  const started = performance.now()
  const segments = Array(2000).fill('a')
  expect(pathMatcher(`${'**/a/'.repeat(100)}b`)(segments)).toBe(false)
  expect(pathMatcher(`${'{a,b}'.repeat(40)}c`)(['a'.repeat(41)])).toBe(false)
  expect(performance.now() - started).toBeLessThan(2000)
})
