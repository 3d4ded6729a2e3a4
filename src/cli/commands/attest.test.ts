import { describe, expect, test } from 'vitest'
import { sha256Of } from '../../runtime/documents/digest.js'
import { commandLine } from '../command-line.fixture.js'
import { project, service } from './history.fixture.js'

const { policytest, write, read, has } = commandLine('attest')

const config = (spec: string) => ({
  'policytest.config.yaml': `apiVersion: policytest.dev/v1\nkind: Config\nspec: {${spec}}\n`,
})

/** What a scan says of the guideline that asks for a person's word. */
async function status(flags = ''): Promise<string> {
  const { stdout } = await policytest(`scan exports -r json ${flags}`)
  const { guidelines } = JSON.parse(stdout)
  return guidelines.find(({ id }: { id: string }) => id === 'net/reviewed').status
}

test('a word is added, and holds as long as the pack lets it', async () => {
  write({
    ...project,
    ...config('attestations: [words/given.yaml]'),
    'exports/a.json': service('web', { a: 443 }),
  })
  write({
    'words/given.yaml': 'apiVersion: policytest.dev/v1\nkind: Attestations\nspec: {attestations: []}\n',
  })
  expect(await status()).toBe('not attested')
  const { code, stderr } = await policytest('attest net/reviewed --by Ops')
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: 'words/given.yaml: net/reviewed is attested by Ops until 2026-04-01\n',
  })
  expect(await status()).toBe('attested')
  expect(await status('--now 2026-04-02')).toBe('attestation expired')
})

test('the file comes into being where there is none', async () => {
  write(project)
  const { stderr } = await policytest(
    'attest net/reviewed --by Ops --expires 2026-02-01 --statement Seen. --now 2026-01-15',
  )
  expect(read('attestations.yaml')).toBe(`apiVersion: policytest.dev/v1
kind: Attestations
spec:
  attestations:
    - guideline: net/reviewed
      by: Ops
      date: 2026-01-15
      expires: 2026-02-01
      statement: Seen.
`)
  expect(stderr).toContain("name the file in the configuration: 'attestations: [attestations.yaml]'")
})

test.each([
  [
    'a list in its own column',
    `# Who said what
apiVersion: policytest.dev/v1
kind: Attestations
spec:
  attestations:
  # the first review
  - guideline: net/reviewed   # by mail
    by: "J. Doe"
    date: 2025-01-01
    expires: 2025-03-01

  # to be continued
`,
    `  - guideline: net/reviewed
    by: Ops
    date: 2026-01-01
    expires: 2026-04-01
`,
  ],
  [
    'maps on one line',
    `apiVersion: policytest.dev/v1
kind: Attestations
spec:
  attestations:
    - {guideline: net/reviewed, by: J. Doe, date: 2025-01-01, expires: 2025-03-01} # by mail
`,
    `    - guideline: net/reviewed
      by: Ops
      date: 2026-01-01
      expires: 2026-04-01
`,
  ],
])('comments and order stay: %s', async (_, before, added) => {
  write({ ...project, 'attestations.yaml': before })
  await policytest('attest net/reviewed --by Ops')
  const after = read('attestations.yaml')
  expect(after.split('\n').filter((line) => !before.includes(line))).toEqual(
    added.split('\n').filter((line) => !before.includes(line)),
  )
  expect(before.split('\n').filter((line) => !after.includes(line))).toEqual([])
  expect(after).toContain(added)
})

describe('evidence', () => {
  test('is kept with its digest, and a scan says when it is another one', async () => {
    write({
      ...project,
      'exports/a.json': service('web', { a: 443 }),
      'reviews/q1.txt': 'all good\n',
    })
    await policytest('attest net/reviewed --by Ops --file words/given.yaml --evidence reviews/q1.txt')
    write(config('attestations: [words/given.yaml]'))
    expect(read('words/given.yaml')).toContain(
      `      evidence: ../reviews/q1.txt\n      evidenceSha256: ${sha256Of('all good\n')}\n`,
    )
    expect((await policytest('scan exports --strict')).code).toBe(0)
    write({ 'reviews/q1.txt': 'not all good\n' })
    const { code, stderr } = await policytest('scan exports')
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining(
        'reviews/q1.txt is not what it was: it has another digest [evidence-changed]',
      ),
    })
    const strict = await policytest('scan exports --strict')
    expect({ code: strict.code, stdout: strict.stdout }).toEqual({
      code: 1,
      stdout: expect.stringMatching(/Stopped by --strict\n {2}evidence-changed/),
    })
  })

  test('that is gone is told, and that of an earlier word is not', async () => {
    const word = (date: string, evidence: string) =>
      `{guideline: net/reviewed, by: B, date: ${date}, expires: 2026-02-01, evidence: ${evidence}, evidenceSha256: ${'a'.repeat(64)}}`
    write({
      ...project,
      ...config(`attestations: [${word('2025-12-01', 'old.txt')}, ${word('2025-12-20', 'gone.txt')}]`),
      'exports/a.json': service('web', { a: 443 }),
    })
    const { stderr } = await policytest('scan exports')
    expect(stderr).toContain('gone.txt cannot be read')
    expect(stderr).not.toContain('old.txt')
  })
})

describe('is refused', () => {
  test.each([
    ['net/reviwed --by Ops', "did you mean 'net/reviewed'?"],
    ['net/ports --by Ops', 'it is judged by net/ports'],
    ['net/reviewed', "'by' says who confirms it, and has to be given"],
    ['net/reviewed --by Ops --expires 2026-04-02', 'the last day is 2026-04-01'],
    ['net/reviewed --by Ops --expires 2025-12-31', '2025-12-31 has passed'],
    ['net/reviewed --by Ops --expires soon', "'soon' is not a date"],
    ['net/reviewed --by Ops --evidence gone.pdf', 'gone.pdf cannot be read'],
  ])('%s', async (line, message) => {
    write(project)
    const { code, stderr } = await policytest(`attest ${line}`)
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) })
    expect(has('attestations.yaml')).toBe(false)
  })

  test('a file of something else, which stays as it is', async () => {
    write({ ...project, 'notes.yaml': 'a: 1\n' })
    expect((await policytest('attest net/reviewed --by Ops --file notes.yaml')).code).toBe(2)
    expect(read('notes.yaml')).toBe('a: 1\n')
  })

  test('to choose between two files', async () => {
    const empty = 'apiVersion: policytest.dev/v1\nkind: Attestations\nspec: {attestations: []}\n'
    write({ ...project, 'a.yaml': empty, 'b.yaml': empty, ...config('attestations: [a.yaml, b.yaml]') })
    expect((await policytest('attest net/reviewed --by Ops')).stderr).toContain('say which one with --file')
    expect((await policytest('attest net/reviewed --by Ops --file b.yaml')).code).toBe(0)
  })
})
