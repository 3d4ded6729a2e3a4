import { expect, test } from 'vitest'
import { globMatcher } from '../runtime/globs.js'
import { platforms } from './index.js'

test.each(platforms.map((platform) => [platform.name, platform] as const))(
  '%s knows the types of which its rulesets, commands and secrets speak',
  (_name, { types = [], rulesets = [], exports = [], byHand = {}, sensitive = [] }) => {
    const spoken = [
      ...rulesets.flatMap((reader) => reader.types),
      ...exports.flatMap((command) => command.types),
      ...Object.keys(byHand),
      ...sensitive.map(({ type }) => type),
    ]
    const isKnown = (glob: string) => types.some(globMatcher([glob]))
    expect([...new Set(spoken)].filter((type) => !isKnown(type))).toEqual([])
  },
)

test('names are given once: of platforms, of sources, of functions', () => {
  const names = {
    platforms: platforms.map(({ name }) => name),
    sources: platforms.flatMap(({ sources = [] }) => sources.map(({ name }) => name)),
    functions: platforms.flatMap(({ functions = [] }) => functions.map(({ name }) => name)),
  }
  for (const list of Object.values(names)) expect(list).toEqual([...new Set(list)])
})
