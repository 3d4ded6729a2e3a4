import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { shippedPath } from './package-folder.js'
import { pathOf, shippedPacks } from './package-names.js'
import { displayPath } from './paths.js'

let top: string
let root: string
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'policytest-names-')))
  root = join(top, 'app/web')
  mkdirSync(root, { recursive: true })
})
afterEach(() => rmSync(top, { recursive: true }))

function write(file: string, text = '') {
  mkdirSync(dirname(join(top, file)), { recursive: true })
  writeFileSync(join(top, file), text)
}

describe('a name and the path that it stands for', () => {
  test.each([
    ['policytest:ibm-pag', () => shippedPath('policies/ibm-pag')],
    ['policytest:ibm-pag/pack.yaml', () => shippedPath('policies/ibm-pag/pack.yaml')],
    ['policytest:../testdata/ibm-pag/allowlist.json', () => shippedPath('testdata/ibm-pag/allowlist.json')],
    ['npm:@acme/policies/k8s/pods.yaml', () => join(top, 'app/node_modules/@acme/policies/k8s/pods.yaml')],
    ['npm:near/pack.yaml', () => join(root, 'node_modules/near/pack.yaml')],
    ['npm:far.js/a b/[c].yaml', () => join(top, 'node_modules/far.js/a b/[c].yaml')],
    ['../other/node_modules/x/a.yaml', () => join(top, 'app/other/node_modules/x/a.yaml')],
    ['sub/node_modules/x/a.yaml', () => join(root, 'sub/node_modules/x/a.yaml')],
    ['../node_modules/.store/x/a.yaml', () => join(top, 'app/node_modules/.store/x/a.yaml')],
    ['../node_modules/near/a.yaml', () => join(top, 'app/node_modules/near/a.yaml')],
    ['policies/pods.yaml', () => join(root, 'policies/pods.yaml')],
    ['..', () => join(top, 'app')],
  ])('%s', (name, path) => {
    write('app/node_modules/@acme/policies/package.json')
    write('app/web/node_modules/near/package.json')
    write('app/node_modules/near/package.json')
    write('node_modules/far.js/package.json')
    write('app/node_modules/.store/x/package.json')
    expect({ path: pathOf(root, name), name: displayPath(root, path()) }).toEqual({ path: path(), name })
  })

  test('inside of the package itself a path is a path', () => {
    write('app/node_modules/own/a.yaml')
    expect(displayPath(join(top, 'app/node_modules/own'), join(top, 'app/node_modules/own/a.yaml'))).toBe(
      'a.yaml',
    )
    expect(displayPath(shippedPath('.'), shippedPath('policies/ibm-pag/pack.yaml'))).toBe(
      'policies/ibm-pag/pack.yaml',
    )
  })
})

describe('the policies of a package are', () => {
  test.each([
    [
      'where its package.json says',
      'rules/k8s',
      {
        'package.json': '{"policytest": {"policies": "rules/k8s"}}',
        'rules/k8s/a.yaml': '',
        'policies/a.yaml': '',
      },
    ],
    ['else in the folder policies', 'policies', { 'package.json': '{}', 'policies/a.yaml': '' }],
    ['else in the package', '.', { 'package.json': 'broken' }],
  ])('%s', (_, folder, files) => {
    for (const [file, text] of Object.entries(files)) write(`app/node_modules/p/${file}`, text)
    expect(pathOf(root, 'npm:p')).toBe(join(top, 'app/node_modules/p', folder))
  })
})

describe('a mistake says', () => {
  test.each([
    [
      'policytest:ibm-pga',
      "'policytest:ibm-pga': no pack of this name ships with policytest",
      "did you mean 'policytest:ibm-pag'?",
    ],
    [
      'policytest:',
      "'policytest:': no pack of this name ships with policytest",
      `those that ship: ${shippedPacks().join(', ')}`,
    ],
    ['policytest:ibm-pag/none.yaml', "there is no 'none.yaml' in the pack 'ibm-pag'", undefined],
    [
      'npm:@acme/polices',
      "'npm:@acme/polices': the package '@acme/polices' is not installed",
      "did you mean 'npm:@acme/policies'? else install it: npm install --save-dev @acme/polices",
    ],
    [
      'npm:elsewhere',
      "'npm:elsewhere': the package 'elsewhere' is not installed",
      'install it: npm install --save-dev elsewhere',
    ],
    [
      'npm:../x',
      "'npm:../x' does not name a package",
      'write npm:<package>, or npm:<package>/<folder or file in it>',
    ],
    [
      'npm:wrong',
      "'npm:wrong': its package.json says that its policies are in '../p', which is not there",
      undefined,
    ],
  ])('%s', (name, message, hint) => {
    write('app/node_modules/@acme/policies/package.json')
    write('node_modules/wrong/package.json', '{"policytest": {"policies": "../p"}}')
    write('node_modules/p/package.json')
    const place = { location: { file: 'c.yaml', start: { line: 1, column: 2 }, end: { line: 1, column: 3 } } }
    expect(() => pathOf(root, name, place)).toThrow(
      expect.objectContaining({
        diagnostics: [{ code: 'not-found', level: 'error', message, ...(hint && { hint }), ...place }],
      }),
    )
  })
})
