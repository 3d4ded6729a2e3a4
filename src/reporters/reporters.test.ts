import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { reportSchemas } from '../runtime/report/schema.js'
import { type ReporterEntry, reporters } from './index.js'
import { reporters as functions } from './library.js'
import type { ReporterName } from './names.js'
import { partsOf } from './rendered.js'

const folder = new URL('../../testdata/reports/', import.meta.url)
const extensions = {
  console: 'txt',
  html: 'html',
  json: 'json',
  'json-full': 'full.json',
  junit: 'xml',
  markdown: 'md',
  sarif: 'sarif',
  'sarif-full': 'full.sarif',
  oscal: 'oscal.json',
  'in-toto': 'in-toto.json',
  github: 'github.txt',
  gitlab: 'gitlab.json',
  checkstyle: 'checkstyle.xml',
  tap: 'tap',
  csv: 'csv',
} as const satisfies Record<ReporterName, string>
const options = { color: false, quiet: false }
const textOf = (...rendered: Parameters<typeof partsOf>) => [...partsOf(...rendered)].join('')

describe.each(['mixed', 'clean', 'empty', 'could-not-run', 'lint', 'evidence'])('%s', (name) => {
  const given: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'))
  const report = reportSchemas().reportSchema.parse(given)

  test('is a report by its schema, to the last field', () => {
    expect(report).toEqual(given)
  })

  test.each(Object.entries(reporters))('%s writes what is expected', async (reporter, { render }) => {
    const file = new URL(`expected/${name}.${extensions[reporter as ReporterName]}`, folder)
    await expect(textOf(render(report, options))).toMatchFileSnapshot(file.pathname)
  })
})

const mixed = reportSchemas().reportSchema.parse(
  JSON.parse(readFileSync(new URL('mixed.json', folder), 'utf8')),
)
const entries: [ReporterName, ReporterEntry][] = Object.entries(reporters) as [ReporterName, ReporterEntry][]

test.each(entries)('%s as a function of the library gives the same text', (name, { render }) => {
  expect(functions[name](mixed, options)).toBe(textOf(render(mixed, options)))
})

test.each(entries)('%s reads the results if and only if it says so', (_, { render, needsResults }) => {
  const { results: _results, ...without } = mixed
  const isSame = textOf(render(mixed, options)) === textOf(render(without, options))
  expect(isSame).toBe(needsResults === 0)
})

test.each(Object.entries(reporters))('%s needs digests of exports if it tells them', (_, entry) => {
  const report = reportSchemas().reportSchema.parse(
    JSON.parse(readFileSync(new URL('evidence.json', folder), 'utf8')),
  )
  const inputs = report.inputs.map(({ sha256, bytes, ...input }) => input)
  const [all, without] = [report, { ...report, inputs }].map((each) => textOf(entry.render(each, options)))
  expect(without !== all).toBe(entry.needsDigests)
})
