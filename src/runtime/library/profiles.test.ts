import { expect, test } from 'vitest'
import { parsePack } from '../policies/index.js'
import { chooseProfiles, type ProfileRequest } from './profiles.js'

const pack = parsePack(
  'pack.yaml',
  `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: net}
spec:
  title: Network
  guidelines:
    - {id: ssh-open, title: a, statement: a, severity: low, attestation: x}
    - {id: ssh-closed, title: b, statement: b, severity: high, attestation: x}
  profiles:
    - {id: as-documented, default: true, guidelines: ["*"], except: [ssh-closed]}
    - {id: least-privilege, guidelines: [ssh-closed]}
    - {id: nothing, guidelines: ["*"], except: ["*"]}
`,
)

function chosen(...requests: ProfileRequest[]) {
  return chooseProfiles([pack], requests).map(({ profile, guidelines }) => [
    profile?.id,
    guidelines.map(({ id }) => id),
  ])
}

test('the default profile is in force unless another is asked for', () => {
  expect(chosen()).toEqual([['as-documented', ['ssh-open']]])
  expect(chosen({ id: 'least-privilege' })).toEqual([['least-privilege', ['ssh-closed']]])
  expect(chosen({ pack: 'net', id: 'least-privilege' })).toEqual([['least-privilege', ['ssh-closed']]])
})

test('a request for the pack wins over one for all packs', () => {
  expect(chosen({ id: 'as-documented' }, { pack: 'net', id: 'least-privilege' })).toEqual([
    ['least-privilege', ['ssh-closed']],
  ])
})

test('a misspelt profile or pack is an error', () => {
  expect(() => chosen({ id: 'least-privilage' })).toThrow(
    "unknown profile 'least-privilage' [unknown-reference]\n  did you mean 'least-privilege'?",
  )
  expect(() => chosen({ pack: 'nett', id: 'as-documented' })).toThrow(
    "unknown pack 'nett' [unknown-reference]\n  did you mean 'net'?",
  )
})

test('a request wins over a fallback, even one for all packs', () => {
  expect(chosen({ pack: 'net', id: 'as-documented', isFallback: true }, { id: 'least-privilege' })).toEqual([
    ['least-privilege', ['ssh-closed']],
  ])
})

test('two profiles for one pack, and one that leaves nothing, are errors', () => {
  expect(() => chosen({ id: 'as-documented' }, { id: 'least-privilege' })).toThrow(
    "two profiles for the pack 'net': 'as-documented' and 'least-privilege' [usage]\n  choose one",
  )
  expect(() => chosen({ id: 'nothing' })).toThrow(
    `pack.yaml:12:12: the profile 'nothing' leaves no guideline of the pack 'net' [profile-empty]`,
  )
})
