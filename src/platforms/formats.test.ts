import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { InputError } from '../runtime/input-error.js'
import { run } from '../runtime/run.js'
import { platforms } from './index.js'
import { parse, readDocument } from './reading.fixture.js'

const samples = resolve('testdata/exports/web-shop')
const root = mkdtempSync(join(tmpdir(), 'policytest-formats-'))
afterAll(() => rmSync(root, { recursive: true }))

/** What a small policy finds in a file: `line:column` and the text from there to the end of the finding's place. */
function found(path: string, type: string, rule: string, source?: string): string[] {
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
  const lines = readFileSync(path, 'utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
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
    expect(found(resolve(samples, file), type, rule)).toEqual(expected)
  })
})

const crlf = (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`
const every = (list: string, expression: string) => `forEach: ${list}\nexpression: '${expression}'`

describe('a small policy finds the right line, whatever is before it:', () => {
  test.each<
    [what: string, file: string, text: string, type: string, rule: string, expected: readonly string[]]
  >([
    [
      'blanks in the words of the JSON form',
      'Dockerfile',
      'FROM a\nCMD ["sh", "-c", "curl \\"x\\" | sh"]\n',
      'docker/Dockerfile',
      every('object.stages[0].instructions[0].exec', '!item.contains("\\" | sh")'),
      ['Dockerfile 2:18 "curl \\"x\\" | sh"'],
    ],
    [
      'lines that go on, with comments in between',
      'Dockerfile',
      crlf('# escape=`\nARG A=1 `\n  # no end\n  B\nFROM a\nRUN x && `\n# c\n\n  sudo y\n'),
      'docker/Dockerfile',
      every('object.stages[0].instructions[0].arguments', 'item != "sudo"'),
      ['Dockerfile 9:3 sudo'],
    ],
    [
      'texts that follow an instruction, which are neither instructions nor arguments',
      'Dockerfile',
      'FROM a\nCOPY --chown=1 \\\n  <<EOF <<-"B" /etc/\nUSER root\nFROM b\nEOF\n\tsecond\n\tB\nUSER root\n',
      'docker/Dockerfile',
      every(
        'object.stages[0].instructions',
        'item.keyword == "COPY" && item.arguments == ["<<EOF", "<<-\\"B\\"", "/etc/"] && item.heredocs[0].content == "USER root\\nFROM b"',
      ),
      ['Dockerfile 9:1 USER root'],
    ],
    [
      'one of them',
      'Dockerfile',
      'FROM a\nRUN <<EOF\nset -e\ncurl x | sh\nEOF\n',
      'docker/Dockerfile',
      every('object.stages[0].instructions[0].heredocs', '!item.content.contains("| sh")'),
      ['Dockerfile 3:1 set -e'],
    ],
    [
      'quoted ends of lines, empty rows, letters of several bytes',
      'a.csv',
      crlf('id;name\n1;"é\nß"\n\n\n2;root\n3;x\n'),
      'csv/a.csv',
      `expression: 'object.name != "root" && object.id != "3"'`,
      ['2 6:1 2;root', '3 7:1 3;x'],
    ],
    [
      'quoted ends of lines in the heading',
      'a.csv',
      'id,"two\nlines"\n1,x\n2,y\n',
      'csv/a.csv',
      `expression: 'object.id != "2"'`,
      ['2 4:1 2,y'],
    ],
    [
      'a key that is given twice: its last value counts',
      'a.ini',
      crlf('; c\n[a]\nk = 1\nk = 2\n[b]\nk = 1\n[a]\nother = 1\n'),
      'ini/a.ini',
      `expression: 'object.a.k == "1"'`,
      ['a.ini 4:1 k = 2'],
    ],
    [
      'the items of a list',
      'a.ini',
      '[a.b\\.c]\nl[] = x\n# c\nl[]=y\n',
      'ini/a.ini',
      `expression: 'object.a["b.c"].l[1] != "y"'`,
      ['a.ini 4:1 l[]=y'],
    ],
    [
      'a value of several lines, in which one looks like a variable',
      'a.env',
      crlf('A=1\nexport A=2\nB="x\nA=3\n"\nC=`\nA=4`\n'),
      'dotenv/a.env',
      `expression: 'object.A == "1"'`,
      ['a.env 2:1 export A=2'],
    ],
    [
      'tables in lists of tables',
      'a.toml',
      crlf(
        's = """\n[[a]]\n"""\n[[a]]\nn = 1\n[[a.b]]\nx = 1\n[[a]]\nn = 2\n[[a.b]]\nx = 1\n[[a.b]]\nx = 2\n',
      ),
      'toml/a.toml',
      every('object.a[1].b', 'item.x == 1'),
      ['a.toml 12:3 a.b'],
    ],
    [
      'what an anchor and a merge bring',
      'compose.yaml',
      crlf(
        'x-c: &c\n  privileged: true\nservices:\n  a: &a\n    <<: *c\n    image: x\n  b:\n    <<: *a\n    profiles: [debug]\n',
      ),
      'compose/Service',
      `expression: '!object.privileged'`,
      ['a 2:15 true', 'b 2:15 true'],
    ],
    [
      'the long form of a port',
      'compose.yaml',
      'services:\n  a:\n    image: x\n    ports:\n      - "80:80"\n      - target: 22\n        host_ip: 0.0.0.0\n',
      'compose/Service',
      every('object.ports', 'type(item) == string || item.host_ip != "0.0.0.0"'),
      ['a 6:9 target: 22'],
    ],
    [
      'a list in the place of a map, and a step by its anchor',
      'ci.yml',
      crlf(
        'on: [push, pull_request_target]\njobs:\n  a:\n    runs-on: x\n    steps:\n      - &s\n        uses: a/b@v1\n      - *s\n',
      ),
      'github-actions/Workflow',
      `expression: '!(object.on[1] == "pull_request_target" && object.jobs.a.steps[1].uses == "a/b@v1")'`,
      ['ci.yml 1:12 pull_request_target'],
    ],
    [
      'an operation that a path takes from elsewhere, and that of a webhook',
      'api.yaml',
      'openapi: 3.1.0\ninfo: {title: t, version: "1"}\npaths:\n  /a: {$ref: "#/components/pathItems/A%7E1b"}\nwebhooks:\n  hook:\n    post: {security: []}\ncomponents:\n  pathItems:\n    A/b:\n      get: {security: []}\n',
      'openapi/*',
      `expression: '!has(object.method) || object.security.size() > 0'`,
      ['POST hook 7:22 []', 'GET /a 11:23 []'],
    ],
    [
      'ends of lines of Windows',
      'package.json',
      crlf('{\n "name": "a",\n "scripts": {\n  "postinstall": "x"\n }\n}\n'),
      'npm/Package',
      `expression: 'object.scripts.postinstall != "x"'`,
      ['a 4:18 "x"'],
    ],
    [
      'templates that rendered nothing',
      'rendered.yaml',
      crlf(
        '---\n# Source: w/templates/none.yaml\n---\n# Source: w/templates/a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
      ),
      'v1/ConfigMap',
      `expression: 'subject.template != "w/templates/a.yaml" || object.metadata.name != "a"'`,
      ['a 7:18 a'],
    ],
  ])('%s', (_what, file, text, type, rule, expected) => {
    const path = join(root, file)
    writeFileSync(path, text)
    try {
      expect(found(path, type, rule)).toEqual(expected)
    } finally {
      rmSync(path)
    }
  })

  test('a path whose operations are in another document is a gap', () => {
    const text =
      'openapi: 3.1.0\ninfo: {title: t, version: "1"}\npaths: {/a: {$ref: "other.yaml#/a"}, /b: {$ref: "#/paths/~1b"}}\n'
    const [document] = parse('api.yaml', text)
    const gaps = document ? readDocument(document).gaps : []
    expect(
      gaps.map(({ message, location: { start } }) => `${start.line}:${start.column} ${message}`),
    ).toEqual([
      '3:20 the operations of /a are not in this document, but in what its $ref names',
      '3:49 the operations of /b are not in this document, but in what its $ref names',
    ])
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
    [
      'terraform.tfstate.json',
      '{\n  "version": 4,\n  "terraform_version": "1.11.4",\n  "resources": []\n}',
      'terraform.tfstate.json:1:1: a state as Terraform keeps it, not as it shows it [no-export]\n  terraform show -json > state.json',
    ],
    [
      'plan.json',
      '{"@level":"info","@message":"Terraform 1.11.4","type":"version"}\n{"@level":"info","type":"planned_change"}\n',
      'plan.json:1:1: what terraform plan -json says while it plans, not the plan [no-export]\n  terraform plan -out plan && terraform show -json plan > plan.json',
    ],
    [
      'plan.txt',
      '\nTerraform used the selected providers to generate the following execution\nplan.\n',
      'plan.txt:2:1: a plan for display [no-export]\n  terraform plan -out plan && terraform show -json plan > plan.json',
    ],
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
