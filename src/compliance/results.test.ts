import { expect, test } from 'vitest'
import { fixedTags, imageLibrary, imageReport } from './images.fixture.js'
import { resultsProblems } from './results.js'

const { loaded } = imageLibrary()
const hint = 'write it with policytest scan … -r json=report.json'

test('results and policies that fit have no problems', () => {
  const report = imageReport({
    guidelines: [fixedTags, { ...fixedTags, id: 'named', policies: ['named'] }],
  })
  expect(resultsProblems(loaded, report, 'report.json')).toEqual([])
})

test('results of no export, or of other policies, are refused', () => {
  expect(() => resultsProblems(loaded, imageReport({ guidelines: [] }), 'r.json')).toThrow(
    `r.json holds no results of guidelines: no export was judged [results]\n  ${hint}`,
  )
  const others = imageReport({ guidelines: [{ ...fixedTags, id: 'others/x', pack: 'others' }] })
  expect(() => resultsProblems(loaded, others, 'r.json')).toThrow(
    'r.json holds no results of the loaded policies: they are of others [results]\n  name the policies that were judged: policytest docs <path>',
  )
})

test('packs and guidelines that only one side has are told', () => {
  const [images] = loaded.packs
  if (!images) throw new Error('the example has changed')
  const report = imageReport({
    packs: [...imageReport().packs, { id: 'gone', title: 'Gone', documents: [] }],
    guidelines: [
      fixedTags,
      { ...fixedTags, id: 'images/removed' },
      { ...fixedTags, id: 'gone/any', pack: 'gone' },
    ],
  })
  const packs = [...loaded.packs, { ...images, name: 'silent' }]
  expect(resultsProblems({ ...loaded, packs }, report, 'r.json').map(({ message }) => message)).toEqual([
    "r.json has results of pack 'gone', which is not among the loaded ones",
    "r.json has results of 'images/removed', which is not among the loaded guidelines",
    "r.json has no results of pack 'silent'",
  ])
})
