import { posix } from 'node:path'
import { stringify } from 'yaml'
import type { ExpectedFinding, InlineDocument, LoadedTest, TestCase } from '../../runtime/policies/index.js'
import { count } from '../../wording/count.js'
import { codeBlock, codeSpan, escapeMarkdown } from '../../wording/markdown.js'
import type { Chapter, Entry } from '../book.js'
import { fileTarget, link } from '../markdown.js'

/** A resource of an example may take as many lines. */
const mostLines = 60

/**
 * The section of a page that proves its rules: of each policy a case that passes and one that fails, out of its tests.
 * @param page path of the page, relative to the folder that the files of tests are relative to
 */
export function examplesSection({ policies }: Entry, { tests }: Chapter, page: string): string[] {
  const examples = policies.flatMap(({ id }) => {
    const own = tests.filter(({ policy }) => policy.id === id)
    const cases = own.flatMap(({ test }) => test.cases.map((one) => ({ test, one })))
    const passing = cases.find(({ one }) => one.expect.verdict === 'pass')
    const failing = cases.find(
      ({ one }) => one.expect.verdict === 'fail' && one.expect.findings !== undefined,
    )
    return [passing, failing].flatMap((found) => (found ? [example(found.one, found.test, page)] : []))
  })
  return examples.length === 0 ? [] : ['## Examples', ...examples.flat()]
}

function example(one: TestCase, { file }: LoadedTest['test'], page: string): string[] {
  const { name, given, resources, patch, expect, place } = one
  const line = place.location.start.line
  const target = fileTarget(page, file)
  const origin = link(codeSpan(`${file}:${line}`), target && `${target}#L${line}`)
  const files = given.map(({ path }) => fileLink(posix.join(posix.dirname(file), path), page))
  const changed = patch.length === 0 ? '' : `, with ${count(patch.length, 'change')}`
  return [
    `**${expect.verdict === 'pass' ? 'Passes' : 'Fails'}**: ${escapeMarkdown(name)} (${origin})`,
    ...(files.length === 0 ? [] : [`Given ${files.join(', ')}${changed}:`]),
    ...(patch.length === 0 ? [] : [yaml(patch.map(({ location: _, ...operation }) => operation))]),
    ...resources.map(({ document }: InlineDocument) => yaml(document.data)),
    ...(expect.findings ?? []).map((finding) => `- ${expected(finding)}`),
  ]
}

function expected({ validation, at, message, resource }: ExpectedFinding): string {
  const about = [
    `finding **${escapeMarkdown(validation)}**`,
    ...(at === undefined ? [] : [`at ${codeSpan(at === '' ? '/' : at)}`]),
    ...(resource === undefined ? [] : [`of ${codeSpan(resource)}`]),
  ]
  const said = message === undefined ? '' : `: ${escapeMarkdown(message.written)}`
  return `${about.join(' ')}${said}`
}

function fileLink(file: string, page: string): string {
  return /[*?[\]{}]/.test(file) ? codeSpan(file) : link(codeSpan(file), fileTarget(page, file))
}

function yaml(data: unknown): string {
  const lines = (typeof data === 'string' ? data : stringify(data, { lineWidth: 110 })).trimEnd().split('\n')
  const left = lines.length - mostLines
  return codeBlock([
    ...lines.slice(0, mostLines),
    ...(left > 0 ? [`… ${count(left, 'more line')}`] : []),
  ]).join('\n')
}
