import { describe, expect, test } from 'vitest'
import { Timestamp } from '../cel/values/values.js'
import { pathProblem } from './file-path.js'
import { formatOf } from './formats.js'

const sly = `a'; rm -rf / #${'${'}file("/etc/passwd")}`

describe('a file is written as its ending says', () => {
  test.each([
    ['a.yaml', [{ name: 'x' }, { b: [1] }], '# About it\nname: x\n---\nb:\n  - 1\n'],
    ['a.yml', [{ a: 'on: off', b: '<<' }], '# About it\na: "on: off"\nb: <<\n'],
    ['a.json', [{}, {}], undefined],
    [
      'a.tf.json',
      [{ r: { x: { n: sly } } }, { r: { y: {} } }],
      `{\n  "r": {\n    "x": {\n      "n": ${JSON.stringify(sly.replace('#$', '#$$$'))}\n    },\n    "y": {}\n  }\n}\n`,
    ],
    [
      'a.sh',
      [[['echo', sly], ['true']]],
      `#!/bin/sh\n# About it\nset -eu\necho 'a'\\''; rm -rf / #\${file("/etc/passwd")}'\ntrue\n`,
    ],
    ['a.sh', ['rm -rf /'], undefined],
    ['a.sh', [[['echo', 'a\nb']]], undefined],
    ['a.rules', [['*filter', 'COMMIT']], '*filter\nCOMMIT\n'],
    ['a.rules', ['one line'], 'one line\n'],
    ['a.rules', [['-A INPUT\n-A FORWARD']], undefined],
    ['a.rules', [['\u001b[2J']], undefined],
    ['a.rules', [[1]], undefined],
    ['a.yaml', [[1]], undefined],
    ['a.yaml', [{ at: new Timestamp(0n) }], undefined],
    ['a.json', [{ ['__proto__']: { x: 1 } }], '{\n  "__proto__": {\n    "x": 1\n  }\n}\n'],
  ] as const)('%s, row %#', (path, parts, text) => {
    expect(formatOf(path).write(parts, 'About\nit')).toBe(text)
  })
})

test.each([
  '../a.yaml',
  '/a.yaml',
  'a//b',
  '.hidden',
  'a/../b',
  'a b',
  'a\\b',
  '-rf',
  'a/b/c/d/e',
  '',
  'a\u0000',
  'é.yaml',
  'x'.repeat(201),
])('%j is no path for a file', (path) => expect(pathProblem(path)).toBeTypeOf('string'))

test('an integer that JSON would round is none that it takes', () => {
  expect(formatOf('a.json').write([{ a: 9007199254740993n }], '')).toBeUndefined()
})

test.each(['a.yaml', 'network-policies/kube-system.yaml', 'worker-1.example.com.rules'])(
  '%s is one',
  (path) => expect(pathProblem(path)).toBeUndefined(),
)
