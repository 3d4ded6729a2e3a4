import { describe, expect, test } from 'vitest'
import { commandLine } from '../command-line.fixture.js'

const { policytest, write, read } = commandLine('merge')

const policy = (name: string, spec: string) =>
  `apiVersion: policytest.dev/v1\nkind: Policy\nmetadata: {name: ${name}}\nspec: {${spec}}\n`
const rule = (expression: string) => `validations: [{name: rule, expression: ${JSON.stringify(expression)}}]`
const pod = (name: string, image: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'app', image }] },
})
const list = (...items: unknown[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 1)

/** Nine clusters, one of them empty of pods; policies that judge, match nothing, or have no data. */
function project() {
  const web =
    'match: {resources: [v1/Pod]}, matchConditions: [{name: web, expression: object.metadata.name == "web"}]'
  write({
    'policies/images.yaml': policy(
      'images',
      `match: {resources: [v1/Pod]}, ${rule('object.spec.containers.all(c, c.image.contains("@"))')}`,
    ),
    'policies/web.yaml': policy('web', `${web}, ${rule('has(object.metadata.labels)')}`),
    'policies/secrets.yaml': policy('secrets', `match: {resources: [v1/Secret]}, ${rule('false')}`),
    'waivers.yaml': `apiVersion: policytest.dev/v1\nkind: Waivers\nspec: {waivers: [{policy: images, resource: {name: pod-3}, reason: r, owner: o, expires: 2030-01-01}]}\n`,
    ...Object.fromEntries(
      [...'abcdefgh'].map((name, i) => [
        `exports/${name}.json`,
        list(...Array.from({ length: i + 1 }, (_, n) => pod(`pod-${n}`, n % 2 === 0 ? `x@${n}` : 'x'))),
      ]),
    ),
    'exports/nothing.json': list({ apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: {} }),
  })
}

const flags = '--waivers waivers.yaml'

async function shards(of: number, more = '') {
  const codes: number[] = []
  for (let i = 1; i <= of; i++)
    codes.push((await policytest(`scan exports --shard ${i}/${of} -r json=s${i}.json ${flags} ${more}`)).code)
  return { codes, files: codes.map((_, i) => `s${i + 1}.json`).join(' ') }
}

describe.each([1, 3, 12])('%i shards', (of) => {
  test('merge to the bytes of one run, whatever their order', async () => {
    project()
    const whole = await policytest(`scan exports -r json ${flags}`)
    const { codes, files } = await shards(of)
    const merged = await policytest(`merge ${files.split(' ').reverse().join(' ')}`)
    expect(merged).toEqual(whole)
    expect(merged.code).toBe(1)
    expect(codes.filter((code) => code === 3).length).toBe(of === 12 ? 4 : 0)
  })
})

test('findings fail the run, and what is not decided fails a strict one', async () => {
  project()
  const { files } = await shards(3)
  const line = (flags: string) => policytest(`merge ${files} ${flags} -r console`)
  expect((await line('--fail-on critical')).code).toBe(0)
  const strict = await line('--fail-on critical --strict --allow waiver-unused')
  expect(strict.code).toBe(1)
  expect(strict.stdout).toContain('no resource of type v1/Secret')
})

test('3 where no part judged anything', async () => {
  project()
  const { codes, files } = await shards(2, '--exclude **/?.json')
  expect(codes).toEqual([3, 3])
  expect(await policytest(`merge ${files} -r console`)).toMatchObject({ code: 3 })
})

test('a baseline is given to merge', async () => {
  project()
  await policytest(`scan exports -r json=old.json ${flags}`)
  write({ 'exports/a.json': list(pod('new', 'x')) })
  const whole = await policytest(`scan exports --baseline old.json --fail-on new -r json ${flags}`)
  const { files } = await shards(2)
  expect(await policytest(`merge ${files} --baseline old.json --fail-on new`)).toEqual(whole)
  expect(await policytest('scan exports --shard 1/2 --baseline old.json')).toMatchObject({ code: 2 })
})

describe('what cannot be merged', () => {
  const now = '2026-01-01T00:00:00Z'

  test.each([
    ['a missing shard', 's1.json s3.json', 'of 3 shards these are missing: 2'],
    ['a shard twice', 's1.json s2.json s3.json s1.json', 'shard 1 is there 2 times: s1.json, s1.json'],
    [
      'a report that is no shard',
      's1.json s2.json s3.json part.json',
      's1.json is one of 3 shards, and part.json none',
    ],
    ['one export twice', 'part.json part.json', 'exports/a.json is in part.json and in part.json'],
    ['another time', 'part.json later.json', 'part.json and later.json do not have the same time'],
    ['other policies', 'part.json other.json', 'part.json and other.json do not have the same policies'],
    ['other waivers', 'part.json open.json', 'part.json and open.json do not have the same waivers'],
    [
      'another version',
      'part.json old.json',
      'part.json and old.json do not have the same version of policytest',
    ],
    [
      'a run that could not judge',
      'part.json broken.json',
      'broken.json: mistakes kept the run from judging: ',
    ],
    ['no report', 'part.json exports/b.json', 'exports/b.json:1:1: not a report of policytest'],
  ])('%s', async (_, files, message) => {
    project()
    await shards(3)
    await policytest(`scan exports/a.json -r json=part.json ${flags}`)
    await policytest(`scan exports/b.json --now ${now.replace('00:', '01:')} -r json=later.json ${flags}`)
    await policytest('scan exports/b.json -r json=open.json')
    await policytest(`scan exports/nowhere.json -r json=broken.json ${flags}`)
    write({ 'old.json': read('part.json').replace(/"version": ".*"/, '"version": "0.0.1"') })
    write({ 'policies/web.yaml': policy('web', `match: {resources: [v1/Pod]}, ${rule('true')}`) })
    await policytest(`scan exports/b.json -r json=other.json ${flags}`)
    const { code, stdout, stderr } = await policytest(`merge ${files}`)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
    expect(JSON.parse(stdout)).toMatchObject({ couldNotRun: true })
  })
})

describe('policies that see resources together', () => {
  const joining = () => {
    project()
    write({
      'policies/joined.yaml': policy(
        'joined',
        `match: {resources: [v1/Pod]}, requires: [v1/Service], ${rule('true')}`,
      ),
    })
  }

  test('refuse to judge parts of what belongs to no snapshot', async () => {
    joining()
    expect(await policytest('scan exports --shard 1/2')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        "exports/h.json and exports/g.json belong to no snapshot, and 'joined' sees them together",
      ),
    })
    await policytest('scan exports/a.json -r json=a.json')
    await policytest('scan exports/b.json -r json=b.json')
    expect(await policytest('merge a.json b.json')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        "a.json and b.json both have exports that belong to no snapshot, which 'joined' sees together",
      ),
    })
  })

  test('judge whole snapshots', async () => {
    joining()
    for (const folder of ['one', 'two'])
      write({
        [`clusters/${folder}/snapshot.yaml`]:
          'apiVersion: policytest.dev/v1\nkind: Snapshot\nspec: {inputs: [{path: pods.json}, {path: services.json}]}\n',
        [`clusters/${folder}/pods.json`]: list(pod('web', 'x'), pod('db', 'x@1')),
        [`clusters/${folder}/services.json`]: read('exports/nothing.json'),
      })
    const whole = await policytest('scan clusters -r json')
    for (const i of [1, 2]) await policytest(`scan clusters --shard ${i}/2 -r json=s${i}.json`)
    expect(await policytest('merge s1.json s2.json')).toEqual(whole)
    expect(JSON.parse(read('s1.json')).inputs.length).toBe(2)
  })
})

test('what comes by standard input can have a name', async () => {
  project()
  const whole = await policytest('scan exports/a.json exports/b.json -r json')
  for (const name of ['a', 'b'])
    await policytest(
      `scan - --stdin-name exports/${name}.json -r json=${name}.out`,
      {},
      read(`exports/${name}.json`),
    )
  expect(await policytest('merge a.out b.out')).toEqual(whole)
})

test.each([
  ['scan exports --shard 0/2', "--shard: '0/2' is none of several shards"],
  ['scan exports --shard 3/2', "--shard: '3/2' is none of several shards"],
  ['scan - --shard 1/2', 'standard input cannot be shared between shards'],
  ['scan exports --stdin-name a.json', '--stdin-name: standard input (-) is not read'],
  ['scan - --stdin-name ../a.json', "--stdin-name: '../a.json' is no name of a file"],
  ['merge', "missing required argument 'report'"],
])('%s is refused', async (line, message) => {
  project()
  expect(await policytest(line)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) })
})
