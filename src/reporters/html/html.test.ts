import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../runtime/model/index.js'
import { chromiumPath, skipped, startChromium } from './chromium.fixture.js'
import { htmlWithNotes } from './html.js'

const reports = ['mixed', 'evidence'].map((name) => {
  const text = readFileSync(new URL(`../../../testdata/reports/${name}.json`, import.meta.url), 'utf8')
  return [name, JSON.parse(text) as Report] as const
})
const mixed = reports[0]?.[1] as Report
const options = { color: false, quiet: false }
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const hostile = `"onload=alert(1) x='</title></style></script><script>alert(2)</script><img src=http://evil.test onerror=alert(3)>`

/** The report with something at the end of every text of it that is free. */
function ending(report: Report, end: string): Report {
  const closed = /^(?:apiVersion|kind|status|severity|verdict|level|actions|role|from|at|startedAt)$/
  return JSON.parse(JSON.stringify(report), (key, value) =>
    typeof value === 'string' && !closed.test(key) ? value + end : value,
  )
}

describe.skipIf(chromiumPath === undefined)(`in Chromium${skipped}`, () => {
  let browser: Browser
  const folder = mkdtempSync(join(tmpdir(), 'policytest-html-'))

  beforeAll(async () => {
    browser = await startChromium()
  })
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true })
  })

  /** A page with the report, and all that it did without being asked. */
  async function open(report: Report, { hash = '', scheme = 'light' as 'light' | 'dark' } = {}) {
    const file = join(folder, 'report.html')
    writeFileSync(file, htmlWithNotes(report, options).text)
    const page = await browser.newPage({ colorScheme: scheme, viewport: { width: 1280, height: 900 } })
    const did: string[] = []
    page.on('request', (request) => did.push(`request ${request.url()}`))
    page.on('pageerror', (error) => did.push(`error ${error.message}`))
    page.on('console', (message) => did.push(`console ${message.text()}`))
    page.on('dialog', (dialog) => {
      did.push(`dialog ${dialog.message()}`)
      void dialog.dismiss()
    })
    const url = pathToFileURL(file).href
    await page.goto(url + hash)
    return { page, did, url }
  }

  const shownGuidelines = (page: Page) =>
    page.locator('.guideline:visible').evaluateAll((sections) => sections.map(({ id }) => id))
  const said = (page: Page) => page.locator('output').textContent()

  test('the page asks for no other file, and has no error', async () => {
    const { page, did, url } = await open(mixed)
    expect(did).toEqual([`request ${url}`])
    expect(await page.title()).toMatch(/^Policy report: Of \d+ guidelines: /)
  })

  test.each(reports)(
    'hostile text in every field is text: same elements, no request, no dialog (%s)',
    async (_, report) => {
      const shape = (page: Page) =>
        page.locator('*').evaluateAll((elements) => elements.map(({ tagName }) => tagName).join(' '))
      const plain = await open(ending(report, ' x'))
      const { page, did, url } = await open(ending(report, hostile))
      await page.mouse.move(600, 300)
      expect(did).toEqual([`request ${url}`])
      expect(await shape(page)).toBe(await shape(plain.page))
      expect(await page.locator('body').textContent()).toContain('<script>alert(2)</script>')
    },
  )

  test('the filter finds text, counts what it hides, and stands in the address', async () => {
    const { page } = await open(mixed)
    const all = await shownGuidelines(page)
    await page.getByLabel('Text').fill('GATEWAY ssh')
    await expect.poll(() => new URL(page.url()).hash).toBe('#?text=GATEWAY+ssh')
    const found = await shownGuidelines(page)
    expect(found).toContain('ibm-pag/ssh-from-gateway')
    expect(found.length).toBeLessThan(all.length)
    expect(await said(page)).toMatch(`${found.length} of ${all.length} guidelines, `)
    const { page: again } = await open(mixed, { hash: new URL(page.url()).hash })
    expect(await shownGuidelines(again)).toEqual(found)
    expect(await again.getByLabel('Text').inputValue()).toBe('GATEWAY ssh')
    await again.getByRole('button', { name: 'Clear' }).click()
    expect(await shownGuidelines(again)).toEqual(all)
    expect(new URL(again.url()).hash).toBe('')
  })

  test.each([
    ['pack', 'ibm-pag'],
    ['severity', 'critical'],
    ['status', 'no data'],
    ['owner', 'network@example.com'],
  ])('the filter by %s shows less than all, and what fits', async (name, value) => {
    const { page } = await open(mixed)
    const all = await shownGuidelines(page)
    await page.locator(`select[name=${name}]`).selectOption(value)
    const found = await page
      .locator('.guideline:visible')
      .evaluateAll(
        (sections, name) => sections.map((section) => section.getAttribute(`data-${name}`) ?? ''),
        name,
      )
    expect(found.length).toBeGreaterThan(0)
    expect(found.length).toBeLessThan(all.length)
    for (const values of found) expect(values.split('\n')).toContain(value)
  })

  test('an address leads to its guideline, even one that the filter hides', async () => {
    const { page } = await open(mixed, { hash: '#?status=no+data' })
    await page.evaluate("location.hash = '#ibm-pag/ssh-from-gateway'")
    await expect.poll(() => page.locator('[id="ibm-pag/ssh-from-gateway"]').isVisible()).toBe(true)
  })

  test('keys alone reach the filter and unfold', async () => {
    const { page } = await open(mixed)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the guidelines')
    const fold = page.locator('.guideline details').first()
    await fold.locator('summary').focus()
    await page.keyboard.press('Enter')
    expect(await fold.getAttribute('open')).toBe('')
  })

  test('without scripts everything is there to read, and no filter', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    writeFileSync(join(folder, 'plain.html'), htmlWithNotes(mixed, options).text)
    await page.goto(pathToFileURL(join(folder, 'plain.html')).href)
    expect(await page.locator('form').isVisible()).toBe(false)
    expect(await page.locator('.guideline:visible').count()).toBe(mixed.guidelines.length)
    await context.close()
  })

  test('prints every guideline with its folds open', async () => {
    const { page } = await open(mixed)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('form').isVisible()).toBe(false)
    for (const fold of await page.locator('.guideline details > p, .guideline details > pre').all())
      expect((await fold.boundingBox())?.height).toBeGreaterThan(0)
    const pdf = (await page.pdf({ format: 'A4', tagged: true, outline: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(1)
  })

  test.each(
    reports.flatMap(([name, report]) => [[name, 'light', report] as const, [name, 'dark', report] as const]),
  )('axe finds nothing to object to: %s, %s', async (_, scheme, report) => {
    const { page } = await open(report, { scheme })
    await page.locator('details').evaluateAll((folds) => {
      for (const fold of folds) fold.setAttribute('open', '')
    })
    await page.evaluate(axe)
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
      return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
    })
    expect(violations).toEqual([])
  })
})

test('the policy lets in nothing but this script and this style', () => {
  const { text } = htmlWithNotes(mixed, options)
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1]
  expect(policy).toMatch(
    /^default-src &apos;none&apos;; style-src &apos;sha256-[^ ]*; script-src &apos;sha256-[^ ]*; base-uri &apos;none&apos;; form-action &apos;none&apos;$/,
  )
  expect(text).not.toMatch(/ style="| on[a-z]+="/)
})

test('of very many findings the least severe are left out, and it says so', () => {
  const [finding] = mixed.findings
  const [guideline] = mixed.guidelines
  if (!finding || !guideline) throw new Error('there are findings')
  const many = (severity: 'low' | 'high', number: number) =>
    Array.from({ length: number }, () => ({ ...finding, severity, guidelines: [guideline.id] }))
  const report = { ...mixed, findings: [...many('low', 6_000), ...many('high', 6_000)] }
  const { text, notes } = htmlWithNotes(report, options)
  expect(text.match(/<li class="finding" data-severity="high"/g)?.length).toBe(6_000)
  expect(text.match(/<li class="finding" data-severity="low"/g)?.length).toBe(4_000)
  expect(text).toContain('2000 more findings in report.json')
  expect(notes).toEqual(['html: 2000 findings left out, the least severe: a page lists at most 10000'])
})
