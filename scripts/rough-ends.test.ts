import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

// What a machine does to a run: it is killed, the disk is full, a folder holds what is no file.
const built = existsSync('dist/code/main.js') && process.platform !== 'win32'
const skipped = built ? '' : ' (skipped: there is no dist, npm run build makes it)'
const command = join(process.cwd(), 'bin/policytest.js')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'policytest-rough-'))
  mkdirSync(join(folder, 'policies'))
  mkdirSync(join(folder, 'exports'))
  write('policies/named.yaml', policy)
  write('exports/web.json', pod('web'))
})
afterEach(() => {
  chmodSync(folder, 0o755)
  rmSync(folder, { recursive: true })
})

const policy = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: named}
spec:
  severity: low
  match: {resources: [v1/Pod]}
  validations:
    - {name: named, expression: object.metadata.name != '', message: no name}
`

function pod(name: string): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name } })
}

function write(file: string, text: string): void {
  writeFileSync(join(folder, file), text)
}

/** Ends within half a minute, or the code is null. */
function policytest(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    timeout: 30_000,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { code: status, stdout, stderr }
}

/** The writer of reports, which writes one of these letters over and over, 20 million a time. */
const writer = `
  const { writeWhole } = await import(${JSON.stringify(join(process.cwd(), 'src/cli/write-whole.ts'))})
  console.log('ready')
  for (let i = 1; ; i++) {
    writeWhole('out.txt', 'abcdefgh'[i % 8].repeat(20_000_000))
    await new Promise((resolve) => setImmediate(resolve))
  }`

/** Starts the writer, and sends it a signal some time after its first report. */
async function interrupt(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT', after: number) {
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', writer],
    { cwd: folder },
  )
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  await new Promise((resolve) => child.stdout.once('data', resolve))
  while (readFileSync(join(folder, 'out.txt'), 'utf8') === 'old') await sleep(5)
  await sleep(after)
  child.kill(signal)
  return ended
}

function expectWhole(): void {
  const text = readFileSync(join(folder, 'out.txt'), 'utf8')
  expect({ length: text.length, others: text.replaceAll(text.charAt(0), '') }).toEqual({
    length: 20_000_000,
    others: '',
  })
}

describe.skipIf(!built)(`a run that the machine is rough to${skipped}`, () => {
  test.each([0, 7, 16])('kill -9 %i ms into the writing of a report leaves a whole one', async (after) => {
    write('out.txt', 'old')
    expect(await interrupt('SIGKILL', after)).toBe(null)
    expectWhole()
  })

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('%s ends with %i, a whole report and nothing beside it', async (signal, code) => {
    write('out.txt', 'old')
    expect(await interrupt(signal, 5)).toBe(code)
    expectWhole()
    expect(readdirSync(folder).sort()).toEqual(['exports', 'out.txt', 'policies'])
  })

  test.skipIf(!existsSync('/dev/full'))('a full disk is exit 2, with words', () => {
    const { code, stderr } = policytest('scan', 'exports', '-r', 'junit=/dev/full')
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('cannot write /dev/full: ENOSPC'),
    })
    expect(stderr).not.toContain('bug in policytest')
  })

  test.skipIf(!existsSync('/dev/full'))('so it is where standard output goes there', () => {
    const line = `"${process.execPath}" "${command}" scan exports > /dev/full`
    const { status, stderr } = spawnSync('sh', ['-c', line], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 30_000,
    })
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('ENOSPC') })
    expect(stderr).not.toContain('bug in policytest')
    expect(stderr).not.toContain('    at ')
  })

  // root may write anywhere
  test.skipIf(process.getuid?.() === 0)('a folder that is read only is exit 2, with words', () => {
    mkdirSync(join(folder, 'reports'))
    chmodSync(join(folder, 'reports'), 0o555)
    const { code, stderr } = policytest('scan', 'exports', '-r', 'json=reports/out.json')
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('EACCES') })
  })

  test('a file where a folder should be is exit 2, with words', () => {
    const { code, stderr } = policytest('scan', 'exports', '-r', 'json=exports/web.json/out.json')
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('cannot write') })
  })

  test('a pipe in a folder is left out with a warning', () => {
    execFileSync('mkfifo', [join(folder, 'exports/pipe.json')])
    const { code, stderr } = policytest('scan', 'exports')
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('exports/pipe.json') })
  })

  test('a pipe among the policies never hangs', () => {
    execFileSync('mkfifo', [join(folder, 'policies/pipe.yaml')])
    const { code, stderr } = policytest('scan', 'exports')
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('policies/pipe.yaml') })
  })

  test('a pipe that is named as an input, and that nobody writes to, is exit 2', () => {
    execFileSync('mkfifo', [join(folder, 'pipe.json')])
    const { code, stderr } = policytest('scan', 'pipe.json')
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('pipe.json') })
  })

  test('20,000 files are read', () => {
    for (let i = 0; i < 20_000; i++) write(`exports/p${i}.json`, pod(`p${i}`))
    const { code, stdout, stderr } = policytest('scan', 'exports', '-r', 'json')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout).policies[0].counts.pass).toBe(20_001)
  })
})
