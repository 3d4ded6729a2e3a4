import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import MarkdownIt from 'markdown-it'
import { describe, expect, test } from 'vitest'
import type { Report } from '../runtime/model/index.js'
import { reporters } from './library.js'

const mixed: Report = JSON.parse(
  readFileSync(new URL('../../testdata/reports/mixed.json', import.meta.url), 'utf8'),
)
const hostileName = mixed.findings
  .map(({ resource }) => resource.name)
  .find((name) => name.includes('octocat')) as string

/** The mixed report with another name wherever the hostile one stands: ids, names, messages, explanations. */
function reportAbout(name: string): Report {
  return JSON.parse(JSON.stringify(mixed), (_, value) =>
    typeof value === 'string' ? value.split(hostileName).join(name) : value,
  )
}

/** Names of what means something to one of the formats, and of anything else. */
const names = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'&<>"\'|`*_[]()!#@$~\\\n\r\t -+=:/1.{}%\u0000\u0007\u001b\u0085\u009b\u2028\u202e\ud800\uffff',
      ),
      fc.constantFrom(
        '](http://a.test)',
        '<b>',
        '</details>',
        '```',
        '@octocat',
        '#12',
        'GH-1',
        'www.a.test',
        ']]>',
      ),
      fc.constantFrom(
        'https://a.test/x',
        'mailto:a@a.test',
        '::error::x',
        '##[error]',
        '<!--',
        '&amp;',
        '---',
        'x',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join(''))
const options = { color: false, quiet: false }
const runs = { numRuns: 200 }

/** Control characters other than line breaks, and overrides of direction. */
const harmful = /[^\P{Cc}\n]|[\u2028-\u202e\u2066-\u2069]/u

test('the hostile name stands wherever an export can put one', () => {
  const places = JSON.stringify(reportAbout('THE-NAME')).split('THE-NAME').length - 1
  expect(places).toBeGreaterThan(10)
  expect(JSON.stringify(reportAbout('x'))).not.toContain('octocat')
})

const annotations = reporters.github(reportAbout('x')).trimEnd().split('\n').length

test.each(Object.entries(reporters))(
  '%s writes nothing that drives a terminal or a CI runner',
  (format, write) => {
    fc.assert(
      fc.property(names, (name) => {
        const report = reportAbout(name)
        const written = write(report, options)
        expect(written).not.toMatch(/\p{Surrogate}/u)
        expect(written).not.toMatch(harmful)
        expect(written).not.toContain('##[')
        // The commands of -r github are its own, and a name adds none.
        const commands = written.match(/^\s*::.*$/gm) ?? []
        expect(commands.length).toBe(format === 'github' ? annotations : 0)
      }),
      runs,
    )
  },
)

test('console: a name adds no line', () => {
  const lines = (report: Report) => reporters.console(report, options).split('\n').length
  const expected = lines(reportAbout('x'))
  fc.assert(
    fc.property(names, (name) => {
      const report = reportAbout(name)
      expect(lines(report)).toBe(expected)
    }),
    runs,
  )
})

test('json-full: reads back as the same report', () => {
  fc.assert(
    fc.property(names, (name) => {
      const report = reportAbout(name)
      expect(JSON.parse(reporters['json-full'](report))).toEqual(report)
    }),
    runs,
  )
})

test('junit: a name changes no element', () => {
  const shape = (report: Report) => {
    const xml = reporters.junit(report)
    expect(XMLValidator.validate(xml)).toBe(true)
    const parser = new XMLParser({ ignoreAttributes: true, preserveOrder: true, trimValues: true })
    return JSON.stringify(parser.parse(xml), (key, value) => (key === '#text' ? '' : value))
  }
  const expected = shape(reportAbout('x'))
  fc.assert(
    fc.property(names, (name) => {
      const report = reportAbout(name)
      expect(shape(report)).toBe(expected)
    }),
    runs,
  )
})

test('html: a name changes no element', () => {
  const shape = (report: Report) => {
    const elements = reporters
      .html(report, options)
      .replace('<!doctype html>', '')
      .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
    expect(XMLValidator.validate(elements)).toBe(true)
    return elements.match(/<\/?[a-z]\w*/g)
  }
  const expected = shape(reportAbout('x'))
  fc.assert(
    // an empty description has no paragraph
    fc.property(
      names.filter((name) => name.trim() !== ''),
      (name) => {
        expect(shape(reportAbout(name))).toEqual(expected)
      },
    ),
    runs,
  )
})

describe('markdown', () => {
  const reader = new MarkdownIt('commonmark', { html: true }).enable(['table', 'strikethrough', 'linkify'])
  reader.set({ linkify: true })
  reader.linkify.set({ fuzzyLink: false, fuzzyEmail: true })
  const tokens = (report: Report) =>
    reader
      .parse(reporters.markdown(report), {})
      .flatMap((token) => [token, ...(token.children ?? [])])
      .filter(({ type }) => type !== 'text' && type !== 'text_special' && type !== 'softbreak')
  const shape = (report: Report) =>
    tokens(report)
      .map(({ type, tag, content }) => (type.startsWith('html') ? content.trim() : `${type} ${tag}`))
      .join('\n')
  const prose = (report: Report) =>
    reader
      .parse(reporters.markdown(report), {})
      .flatMap(({ children }) => children ?? [])
      .filter(({ type }) => type.startsWith('text'))
      .map(({ content }) => content)
      .join('')

  test('a name is neither link, image, HTML, block nor the end of a cell', () => {
    const expected = shape(reportAbout('x'))
    expect(expected).not.toMatch(/link|image/)
    fc.assert(
      fc.property(names, (name) => {
        const report = reportAbout(name)
        expect(shape(report)).toBe(expected)
      }),
      runs,
    )
  })

  test('no prose mentions anybody or refers to an issue', () => {
    fc.assert(
      fc.property(names, (name) => {
        const report = reportAbout(name)
        expect(prose(report)).not.toMatch(/@\w|#\d|GH-\d|www\.|:\/\//)
      }),
      runs,
    )
  })
})
