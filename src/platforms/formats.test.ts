import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { InputError } from '../runtime/input-error.js'
import { run } from '../runtime/run.js'
import { platforms } from './index.js'

const samples = resolve('testdata/exports/web-shop')
const root = mkdtempSync(join(tmpdir(), 'policytest-formats-'))
afterAll(() => rmSync(root, { recursive: true }))

/** What a small policy finds in a file: `line:column` and the text from there to the end of the finding's place. */
function found(file: string, type: string, rule: string, source?: string): string[] {
  const path = resolve(samples, file)
  const policy = `apiVersion: policytest.dev/v1
kind: Policy
metadata: {name: small}
spec:
  match: {resources: ['${type}']}
  validations:
    - ${rule.replaceAll('\n', '\n      ')}
      message: no
`
  writeFileSync(join(root, 'small.yaml'), policy)
  const inputs = [{ path, source }]
  const { report } = run({ disk: { root }, platforms, policies: ['small.yaml'], inputs })
  const lines = readFileSync(path, 'utf8').split('\n')
  return report.findings.map(({ verdict, resource, message, location: { start, end } }) => {
    const line = lines[start.line - 1] ?? ''
    const text = start.line === end.line ? line.slice(start.column - 1, end.column - 1) : `${line} …`
    return `${resource.id} ${start.line}:${start.column} ${text}${verdict === 'fail' ? '' : ` ${message}`}`
  })
}

describe('a small policy finds the right line of', () => {
  test.each<[file: string, type: string, rule: string, expected: readonly string[]]>([
    [
      'Dockerfile',
      'docker/Dockerfile',
      `forEach: object.stages
expression: '!item.image.endsWith(":latest")'`,
      ['Dockerfile 13:1 FROM gcr.io/distroless/nodejs22-debian12:latest'],
    ],
    [
      'Dockerfile',
      'docker/Dockerfile',
      `forEach: object.stages[object.stages.size() - 1].instructions
expression: '!(item.keyword == "USER" && item.value == "root") && item.keyword != "ADD"'`,
      ['Dockerfile 18:1 ADD https://example.com/ca-bundle.crt /etc/ssl/certs/', 'Dockerfile 20:1 USER root'],
    ],
    [
      'compose.yaml',
      'compose/Service',
      `forEach: 'object.?volumes.orValue([])'
expression: '!item.startsWith("/var/run/docker.sock")'`,
      ['db 17:9 /var/run/docker.sock:/var/run/docker.sock'],
    ],
    [
      '.github/workflows/release.yml',
      'github-actions/Job',
      `forEach: object.steps.filter(step, has(step.uses))
expression: 'item.uses.matches("@[0-9a-f]{40}$")'`,
      ['release.yml/publish 20:9 uses: actions/checkout@v4'],
    ],
    [
      '.github/workflows/release.yml',
      'github-actions/Workflow',
      "expression: '!has(object.on.pull_request_target)'",
      ['release.yml 5:3 pull_request_target'],
    ],
    [
      'openapi.yaml',
      'openapi/Operation',
      'expression: object.security.size() > 0',
      ['DELETE /orders/{id} 24:17 []'],
    ],
    [
      'package.json',
      'npm/Package',
      `forEach: 'object.dependencies.transformList(name, version, version)'
expression: '!item.startsWith("git")'`,
      ['@acme/web-shop 13:17 "git+https://github.com/left-pad/left-pad.git"'],
    ],
    [
      'pyproject.toml',
      'toml/pyproject.toml',
      `forEach: object.project.dependencies
expression: item.matches("[=<>]")`,
      ['pyproject.toml 11:3 "pandas"'],
    ],
    [
      'pyproject.toml',
      'toml/*',
      `forEach: object.tool.mypy.overrides
expression: '!item.ignore_errors'`,
      ['pyproject.toml 20:3 tool.mypy.overrides'],
    ],
    [
      'nightly.ini',
      'ini/nightly.ini',
      `forEach: '[object.database]'
expression: item.sslmode != "disable"`,
      ['nightly.ini 4:1 [database]'],
    ],
    [
      'production.env',
      'dotenv/production.env',
      `expression: object.TLS_MIN_VERSION == "TLSv1.2" && !has(object.NOT_A_VARIABLE)`,
      ["production.env 8:1 TLS_MIN_VERSION='TLSv1.0'"],
    ],
    [
      'rendered.yaml',
      'apps/v1/Deployment',
      `forEach: object.spec.template.spec.containers
expression: 'subject.template != "web-shop/templates/deployment.yaml" || item.image.matches(":[^/]+$")'`,
      ['web-shop 27:11 name: web'],
    ],
    [
      'accounts.csv',
      'csv/accounts.csv',
      `expression: object.role != "admin" || object.mfa == "true"`,
      [
        'u-1002 3:1 u-1002,bob@example.com,admin,false,2026-11-24,"on leave',
        'u-1004 6:1 u-1004,dee@example.com,admin,false,,',
      ],
    ],
  ])('%s', (file, type, rule, expected) => {
    expect(found(file, type, rule)).toEqual(expected)
  })
})

/** What is said of a file that cannot be read. */
function refused(name: string, text: string, source?: string): string {
  const path = join(root, name)
  writeFileSync(path, text)
  try {
    run({ disk: { root }, platforms, policies: [], inputs: [{ path, source }] })
    return 'read'
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  } finally {
    rmSync(path)
  }
}

describe('a mistake has its place, and quotes nothing of the file', () => {
  test.each<[name: string, text: string, expected: string]>([
    ['Dockerfile', 'FROM a\nRUNS secret\n', 'Dockerfile:2:1: no instruction of a Dockerfile [text-syntax]'],
    ['Dockerfile', 'USER secret\nFROM a\n', 'Dockerfile:1:1: USER before the first FROM [text-syntax]'],
    ['Dockerfile', '# secret\n', 'Dockerfile:1:1: a Dockerfile without FROM [text-syntax]'],
    ['a.toml', 'a = 1\nb = [secret\n', 'a.toml:2:6: Unexpected character [text-syntax]'],
    [
      'a.toml',
      '__proto__.a = 1\n__proto__.a = 2\n',
      'a.toml:2:11: Defining a key multiple times is invalid [text-syntax]',
    ],
    [
      'a.toml',
      `a${'.a'.repeat(300)} = 1\n`,
      'a.toml:1:1: nested deeper than 200 levels [document-limit]\n  objects of an API stay below 50 levels: export the object itself, not what a program wrapped around it',
    ],
    [
      'a.toml',
      `a = ${'['.repeat(300)}${']'.repeat(300)}\n`,
      'a.toml:1:205: nested deeper than 200 levels [document-limit]\n  objects of an API stay below 50 levels: export the object itself, not what a program wrapped around it',
    ],
    [
      'a.csv',
      'a,b\nsecret\n',
      'a.csv:2:1: this row has another number of cells than the heading [text-syntax]',
    ],
    [
      'a.csv',
      'a,b\n1,"secret\n',
      'a.csv:2:1: a quote that is not closed, or opened within a cell [text-syntax]',
    ],
    ['a.csv', 'a,a\n1,2\n', 'a.csv:1:1: two columns have the same name [text-syntax]'],
    [
      'a.toml',
      `a = "${'x'.repeat(1_000_000)}"`,
      'a.toml:1:1: longer than 1,000,000 characters [document-limit]\n  split it, or leave it out with --exclude',
    ],
  ])('%s %#', (name, text, expected) => {
    expect(refused(name, text)).toBe(expected)
  })
})
