import { describe, expect, test } from 'vitest'
import { reporters } from '../../reporters/index.js'
import { commandLine } from '../command-line.fixture.js'
import { incompleteExport, project, type Situation, situations } from './situations.fixture.js'

const { policytest, write, at } = commandLine('careless')

describe.each(situations)(
  '$what',
  ({ files = {}, prepare, line = 'scan exports', stdin, exit, says, stops }) => {
    test.each([
      ['as it is', exit[0]],
      ['--strict', exit[1]],
    ])('%s: %i', async (how, code) => {
      const isStrict = how === '--strict'
      put(files)
      prepare?.(at('.'))
      const said = await policytest(isStrict ? `${line} --strict` : line, {}, stdin)
      const text = said.stdout + said.stderr
      expect({ code: said.code, text }).toEqual({ code, text })
      for (const part of [says].flat()) expect(text).toContain(part)
      if (isStrict && stops) expect(stoppedIn(said.stdout)).toEqual(stops)
    })
  },
)

/** Writes the project with what is different in it. */
function put(files: Situation['files'] = {}): void {
  for (const [file, text] of Object.entries({ ...project, ...files })) {
    if (text !== undefined) write({ [file]: text })
  }
}

/** The names under the heading of the report, each once. */
function stoppedIn(report: string): string[] {
  const [, block = ''] = /^Stopped by --strict\n((?: .*\n)*)/m.exec(report) ?? []
  return [...new Set([...block.matchAll(/^ {2}([a-z-]+) {2,}/gm)].map((match) => match[1] ?? ''))]
}

/** A statement for machines, which has no place for a sentence. */
const wordless = 'in-toto'

test(`${wordless} lets no export pass that is not all there`, async () => {
  put(incompleteExport)
  const { stdout } = await policytest(`scan exports/sg.json -r ${wordless}`)
  expect(JSON.parse(stdout).predicate).toMatchObject({ result: 'FAILED', failedTests: ['named'] })
})

const withWords = Object.keys(reporters).filter((reporter) => reporter !== wordless)

test.each(withWords)('%s says that an export is not all there', async (reporter) => {
  put(incompleteExport)
  const { stdout, stderr } = await policytest(`scan exports/sg.json -r ${reporter}`)
  expect(stdout).toContain('1 of 150 are in this file')
  // GitLab knows only lines of files: a guideline has none, and what is left out is told.
  if (reporter === 'gitlab') expect(stderr).toContain('1 entry left out')
  else expect(stdout).toContain('partial')
  expect(stdout).not.toMatch(/--strict|strict\//)
  const strict = await policytest(`scan exports/sg.json --strict -r ${reporter}`)
  expect(strict.code).toBe(1)
  expect(strict.stdout).toMatch(/strict[\s\S]*incomplete-input/)
})

test('a strict run that writes to files alone still says why it is not green', async () => {
  put(incompleteExport)
  const { code, stdout, stderr } = await policytest('scan exports --strict -r junit=out.xml')
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain(
    '--strict: partial: named: exports/sg.json:1: one page of several: 1 of 150 are in this file',
  )
})

test('the same may be allowed by name, one by one, on the command line and in the configuration', async () => {
  put(incompleteExport)
  const line = 'scan exports/sg.json --strict'
  expect((await policytest(`${line} --allow partial`)).code).toBe(1)
  expect((await policytest(`${line} --allow partial --allow incomplete-input`)).code).toBe(0)
  write({
    'policytest.config.yaml':
      'apiVersion: policytest.dev/v1\nkind: Config\nspec: {strict: true, allow: [partial]}\n',
  })
  expect((await policytest('scan exports/sg.json')).code).toBe(1)
  expect((await policytest('scan exports/sg.json --allow incomplete-input')).code).toBe(0)
  expect((await policytest('scan exports/sg.json --no-strict')).code).toBe(0)
})
