import { expect, test } from 'vitest'
import { latestAttestation } from './latest-attestation.js'

const given = (by: string, date: string, expires: string, guideline = 'images/reviewed') => ({
  guideline,
  by,
  date,
  expires,
})

test('the latest word counts, of several on one day the one that holds longest, of equal ones the last', () => {
  const old = given('Old', '2026-01-01', '2029-01-01')
  const short = given('Short', '2026-02-01', '2026-03-01')
  const long = given('Long', '2026-02-01', '2026-04-01')
  const other = given('Other', '2026-12-01', '2027-01-01', 'images/signed')
  expect(latestAttestation([long, short, old, other], 'images/reviewed')).toBe(long)
  expect(latestAttestation([short, long, old, other], 'images/reviewed')).toBe(long)
  const again = { ...long, by: 'Again' }
  expect(latestAttestation([old, long, again], 'images/reviewed')).toBe(again)
  expect(latestAttestation([other], 'images/reviewed')).toBeUndefined()
})

test('a word holds no longer than its guideline says, whatever it says of itself', () => {
  const word = given('Ops', '2026-01-01', '2099-01-01')
  expect(latestAttestation([word], 'images/reviewed', 90)).toEqual({ ...word, expires: '2026-04-01' })
  expect(latestAttestation([word], 'images/reviewed', 99_999 * 365)).toBe(word)
  const short = given('Ops', '2026-01-01', '2026-02-01')
  expect(latestAttestation([short], 'images/reviewed', 90)).toBe(short)
})
