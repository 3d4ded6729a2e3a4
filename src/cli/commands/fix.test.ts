import { describe, expect, test } from 'vitest'
import { commandLine } from '../command-line.fixture.js'

const pack = `apiVersion: policytest.dev/v1
kind: Pack
metadata: {name: team}
spec:
  title: T
  params: {owner: {type: string, default: nobody}}
  guidelines: [{id: owned, title: T, statement: S, severity: low, attestation: A}]
`
const fix = (spec: string, name = 'labels') => `apiVersion: policytest.dev/v1
kind: Fix
metadata: {name: ${name}}
spec:
  title: Labels
  guidelines: [owned]
  requires: [v1/Namespace]
${spec}`
const each = `  forEach: inventory.list("v1/Namespace")
  file: '"labels/" + item.metadata.name + ".yaml"'
  content: '{"owner": params.owner, "name": item.metadata.name}'
`
const namespaces = (...names: readonly string[]) =>
  names.map((name) => `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}}\n`).join('---\n')

describe('policytest fix', () => {
  const { policytest, write, read, has } = commandLine('fix')

  test('writes a file for each element, into a folder that was not there', async () => {
    write({
      'policies/pack.yaml': pack,
      'policies/fixes/labels.yaml': fix(each),
      'ns.yaml': namespaces('a', 'b'),
      'params.yaml': 'team: {owner: me}',
    })
    const made = await policytest('fix team ns.yaml --params params.yaml')
    expect(made).toEqual({
      code: 0,
      stdout: '',
      stderr: 'fix-team/labels/a.yaml  Labels\nfix-team/labels/b.yaml  Labels\n',
    })
    expect(read('fix-team/labels/b.yaml')).toBe('# Labels\nowner: me\nname: b\n')
    const again = await policytest('fix team ns.yaml')
    expect(again.code).toBe(2)
    expect(again.stderr).toContain('fix-team exists already')
  })

  test('prints with --dry-run, and writes nothing', async () => {
    write({ 'policies/pack.yaml': pack, 'policies/f.yaml': fix(each), 'ns.yaml': namespaces('a') })
    expect(await policytest('fix team ns.yaml --dry-run')).toEqual({
      code: 0,
      stdout: '# labels/a.yaml\n# Labels\nowner: nobody\nname: a\n\n',
      stderr: '',
    })
    expect(has('fix-team')).toBe(false)
  })

  test.each([
    [
      'an export without what it is made from',
      each,
      'kind: Pod\napiVersion: v1\nmetadata: {name: a}\n',
      3,
      'team/labels made nothing: needs v1/Namespace, which no export has\n',
    ],
    [
      'nothing that it is for',
      each.replace('list("v1/Namespace")', 'list("v1/Namespace").filter(x, false)'),
      namespaces('a'),
      3,
      'team/labels made nothing: there is nothing that it is for\n',
    ],
    [
      'a path that leads out',
      each.replace('"labels/"', '"../"'),
      namespaces('a'),
      2,
      `policies/f.yaml:9:9: could not be made: "../a.yaml" is no path for a file: its parts are made of letters, digits, '.', '-' and '_', and begin and end with a letter or digit [fix]\n`,
    ],
    [
      'one that cannot be evaluated',
      each.replace('item.metadata.name}', 'item.metadata.nome}'),
      namespaces('a'),
      2,
      "policies/f.yaml:10:45: could not be made: no such key 'nome' in item.metadata [fix]\n",
    ],
    [
      'a content that its format does not take',
      each.replace('.yaml"', '.sh"'),
      namespaces('a'),
      2,
      'policies/f.yaml:10:12: could not be made: the content of labels/a.sh is not a list of commands, each a list of words [fix]\n',
    ],
  ])('%s', async (_, spec, input, code, stderr) => {
    write({ 'policies/pack.yaml': pack, 'policies/f.yaml': fix(spec), 'in.yaml': input })
    expect(await policytest('fix team in.yaml')).toEqual({ code, stdout: '', stderr })
    expect(has('fix-team')).toBe(false)
  })

  test('two fixes cannot make one file', async () => {
    write({
      'policies/pack.yaml': pack,
      'policies/f.yaml': fix(each),
      'policies/g.yaml': fix(each, 'more'),
      'in.yaml': namespaces('a'),
    })
    const { code, stderr } = await policytest('fix team in.yaml')
    expect(code).toBe(2)
    expect(stderr).toContain('labels/a.yaml is made by team/labels already: name another file')
    expect((await policytest('fix team in.yaml --only more')).code).toBe(0)
  })

  test.each([
    ['fix tema in.yaml', "unknown pack 'tema' [unknown-reference]\n  did you mean 'team'?"],
    [
      'fix team in.yaml --only lables',
      "pack 'team' has no fix 'lables' [unknown-reference]\n  did you mean 'labels'?",
    ],
    ['fix team', 'there is nothing to make files from'],
    ['fix team one two', 'files are made from one snapshot at a time, not from one, two'],
  ])('%s', async (line, words) => {
    const snapshot =
      'apiVersion: policytest.dev/v1\nkind: Snapshot\nspec: {takenAt: 2026-01-01T00:00:00Z, inputs: [{path: in.yaml}]}'
    write({
      'policies/pack.yaml': pack,
      'policies/f.yaml': fix(each),
      'in.yaml': namespaces('a'),
      ...Object.fromEntries(
        ['one', 'two'].flatMap((at) => [
          [`${at}/snapshot.yaml`, snapshot],
          [`${at}/in.yaml`, namespaces('a')],
        ]),
      ),
    })
    const { code, stderr } = await policytest(line)
    expect(code).toBe(2)
    expect(stderr).toContain(words)
  })

  test('values of Secrets get into no file', async () => {
    write({
      'policies/pack.yaml': pack,
      'policies/f.yaml': fix(`  file: '"a.json"'\n  content: inventory.list("v1/Secret")[0]\n`).replace(
        'v1/Namespace',
        'v1/Secret',
      ),
      'in.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {token: c2VjcmV0}\n',
    })
    const { stdout } = await policytest('fix team in.yaml --dry-run')
    expect(stdout).toContain('"kind": "Secret"')
    expect(stdout).not.toContain('c2VjcmV0')
  })

  test('mistakes of a fix are found by every command, and what it uses is used', async () => {
    write({
      'policies/pack.yaml': pack,
      'policies/f.yaml': fix(each.replace('params.owner', 'params.ower')),
    })
    expect((await policytest('lint')).stderr).toContain("unknown parameter 'ower'")
    write({ 'policies/f.yaml': fix(each) })
    expect(await policytest('lint')).toMatchObject({ code: 0 })
  })
})
