import fc from 'fast-check'
import { lookupIn, parseSelector } from '../../src/platforms/calico/selector.js'
import { labelMap, selectorMatches } from '../../src/runtime/firewall/labels.js'
import { globMatcher, pathMatcher } from '../../src/runtime/globs.js'
import { damaged, damages, edited, editedText, hostile } from './damage.js'
import { demand, type Target, target } from './target.js'

const labels = fc.dictionary(fc.constantFrom('app', 'role', 'a/b', 'constructor'), hostile, { maxKeys: 4 })
const selector = {
  matchLabels: { app: 'web', 'a/b': '' },
  matchExpressions: [
    { key: 'app', operator: 'In', values: ['web', 'db'] },
    { key: 'role', operator: 'NotIn', values: ['x'] },
    { key: 'constructor', operator: 'Exists' },
    { key: '__proto__', operator: 'DoesNotExist' },
  ],
}
const calico = [
  "app == 'web' && !(role in {'a', 'b'}) || has(a/b)",
  'all()',
  "role not in {'x'} && app contains 'e' && app starts with 'w' && app ends with \"b\"",
  "!has(x) && (k != 'v')",
]

const part = fc.constantFrom('a', 'b', 'ab', '.', '*', '?', '**', '/', '..', '{a,b}', '{', '}', ',', 'é', '')
const glob = fc.array(part, { maxLength: 30 }).map((parts) => parts.join(''))
const name = fc
  .array(fc.constantFrom('a', 'b', '/', '.', 'é'), { maxLength: 40 })
  .map((parts) => parts.join(''))

export const selectorTargets: readonly Target[] = [
  target('selectors:labels', fc.tuple(damages, labels), ([all, of]) => {
    const matches = selectorMatches(damaged(selector, all), labelMap(of))
    demand(matches === undefined || typeof matches === 'boolean', `gives ${matches}`)
  }),
  target('selectors:calico', fc.tuple(fc.constantFrom(...calico), edited, labels), ([text, all, of]) => {
    const parsed = parseSelector(editedText(text, all))
    if (typeof parsed === 'function')
      demand(typeof parsed(lookupIn(labelMap(of))) === 'boolean', 'gives no boolean')
    else demand(parsed.reason !== '', 'refused without a word')
  }),
  target('globs', fc.tuple(glob, name), ([pattern, text]) => {
    const parts = pattern
      .split(/([*?])/)
      .map((each) => (each === '*' ? '.*' : each === '?' ? '.' : escaped(each)))
    const stars = pattern.split('*').length
    // A backtracking engine takes longer than anybody waits on many stars.
    if (stars < 6) {
      const expected = new RegExp(`^${parts.join('')}$`, 's').test(text)
      demand(globMatcher([pattern])(text) === expected, `says ${!expected}`)
    }
    pathMatcher(pattern)(text.split('/'))
  }),
]

function escaped(text: string): string {
  return text.replace(/[\\^$.|+()[\]{}]/g, '\\$&')
}
