import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { platforms } from '../src/platforms/index.js'
import { loadLibrary } from '../src/runtime/library/library.js'

/** What the documents say, as ids of guidelines by pack. */
const written = Object.entries(
  parse(readFileSync('testdata/guidelines.yaml', 'utf8')) as Record<
    string,
    { readonly document: readonly string[]; readonly added: readonly string[] }
  >,
).map(([pack, { document, added }]) => ({
  pack,
  document: document.map((id) => `${pack}/${id}`),
  added: added.map((id) => `${pack}/${id}`),
}))

const { loaded, compiled } = loadLibrary({ disk: { root: '.' }, platforms, policies: ['policies'] })
const enforced = new Set(compiled.flatMap((policy) => policy.guidelines))
const guidelines = loaded.packs.flatMap((pack) =>
  pack.guidelines.map(({ id, attestation }) => ({
    id: `${pack.name}/${id}`,
    attested: attestation !== undefined,
  })),
)

test('each guideline of the documents stands in its pack, once, and nothing else does', () => {
  const expected = written.flatMap(({ document, added }) => [...document, ...added])
  expect(guidelines.map(({ id }) => id).sort()).toEqual(expected.sort())
})

test('each guideline has a policy or a person to answer for it', () => {
  expect(guidelines.filter(({ id, attested }) => !attested && !enforced.has(id))).toEqual([])
})

test('how many there are, and who answers', () => {
  const attested = new Set(guidelines.filter(({ attested }) => attested).map(({ id }) => id))
  const counts = written.map(({ pack, document, added }) => ({
    pack,
    document: document.length,
    byPolicy: document.filter((id) => enforced.has(id)).length,
    byPerson: document.filter((id) => attested.has(id)).length,
    added: added.length,
    addedByPolicy: added.filter((id) => enforced.has(id)).length,
  }))
  expect(counts).toEqual([
    { pack: 'ibm-pag', document: 27, byPolicy: 25, byPerson: 2, added: 3, addedByPolicy: 3 },
    { pack: 'ibm-iks', document: 123, byPolicy: 93, byPerson: 30, added: 11, addedByPolicy: 10 },
    { pack: 'tencent-tke', document: 22, byPolicy: 22, byPerson: 0, added: 0, addedByPolicy: 0 },
    { pack: 'ibm-containers-2017', document: 53, byPolicy: 43, byPerson: 10, added: 1, addedByPolicy: 1 },
    { pack: 'portworx', document: 22, byPolicy: 22, byPerson: 0, added: 0, addedByPolicy: 0 },
  ])
  expect(written.flatMap(({ document }) => document)).toHaveLength(247)
})
