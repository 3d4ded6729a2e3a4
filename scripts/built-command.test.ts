import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Everything else runs the command line in the process of the tests: only here is it started as users start it.
const built = existsSync('dist/code/main.js')
const skipped = built ? '' : ' (skipped: there is no dist, npm run build makes it)'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'policytest-built-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function start(line: string, stdout: 'pipe' | number) {
  const child = spawn(process.execPath, ['bin/policytest.js', ...line.split(' ')], {
    stdio: ['ignore', stdout, 'pipe'],
    env: { ...process.env, SOURCE_DATE_EPOCH: '1795000000', NO_COLOR: '1' },
  })
  const code = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject))
  return { child, code, stderr: text(child.stderr as NodeJS.ReadableStream) }
}

async function throughPipe(line: string): Promise<Ended> {
  const { child, code, stderr } = start(line, 'pipe')
  const stdout = text(child.stdout as NodeJS.ReadableStream)
  return { code: await code, stdout: await stdout, stderr: await stderr }
}

async function intoFile(name: string, line: string): Promise<Ended> {
  const file = join(folder, name)
  const descriptor = openSync(file, 'w')
  const { code, stderr } = start(line, descriptor)
  closeSync(descriptor)
  return { code: await code, stdout: readFileSync(file, 'utf8'), stderr: await stderr }
}

const sample = 'scan testdata/exports/ibm-pag --policies policies/ibm-pag -r sarif-full'

describe.skipIf(!built)(
  `the built command ends the same way through a pipe and into a file${skipped}`,
  () => {
    test.each<[string, string, Ended]>([
      [
        '0: all cases passed',
        'test docs/examples/nodeports',
        { code: 0, stdout: 'cases       3 passed\nall cases passed\n', stderr: '' },
      ],
      [
        '2: the export is not there',
        'scan nowhere.json',
        {
          code: 2,
          stdout: '',
          stderr:
            "'nowhere.json' does not exist [input]\n  give a file, a folder, a glob in quotes, or - for standard input\n",
        },
      ],
      [
        '3: no case has that name',
        'test docs/examples/nodeports --filter nobody',
        {
          code: 3,
          stdout: 'nothing was evaluated\n0 open findings\n',
          stderr: "nothing was evaluated: there is no test case that contains 'nobody'\n",
        },
      ],
    ])('%s', async (name, line, expected) => {
      const [piped, filed] = await Promise.all([throughPipe(line), intoFile(name.slice(0, 1), line)])
      expect({ piped, filed }).toEqual({ piped: expected, filed: expected })
    })

    test('1: findings, and a report larger than a pipe comes whole', async () => {
      const [piped, filed] = await Promise.all([throughPipe(sample), intoFile('1', sample)])
      const { code, stdout, stderr } = piped
      expect({ code, version: JSON.parse(stdout).version, stderr }).toEqual({
        code: 1,
        version: '2.1.0',
        stderr: '',
      })
      expect(stdout.length).toBeGreaterThan(2 * 65_536)
      expect(filed).toEqual(piped)
    })

    test('1: a reader that goes away changes nothing', async () => {
      const { child, code, stderr } = start(sample, 'pipe')
      child.stdout?.destroy()
      expect({ code: await code, stderr: await stderr }).toEqual({ code: 1, stderr: '' })
    })
  },
)
