import { expect, test } from 'vitest'
import { formatDiagnostic } from './diagnostic.js'

test('untrusted text cannot start a line, move the cursor or turn the direction', () => {
  const location = {
    file: 'x\n::error::.json',
    start: { line: 2, column: 3 },
    end: { line: 2, column: 6 },
  }
  const forged = 'a\n::error file=a::forged\r\u001b[31m\u202e'
  expect(
    formatDiagnostic({
      code: 'c',
      level: 'error',
      message: forged,
      hint: forged,
      location,
      sourceLine: 'ab\tde\u0007',
    }),
  ).toBe(`x\\u000a::error::.json:2:3: a\\u000a::error file=a::forged\\u000d\\u001b[31m\\u202e [c]
  2 | ab de\\u0007
    |   ^^^
  a\\u000a::error file=a::forged\\u000d\\u001b[31m\\u202e`)
})

test('a name cannot be a command to a CI system', () => {
  const start = { line: 1, column: 1 }
  const location = { file: '::error::.json', start, end: start }
  const message = '##[error]a ##vso[task.complete]b'
  expect(formatDiagnostic({ code: 'c', level: 'error', message, location })).toBe(
    '\\u003a:error::.json:1:1: #\\u0023[error]a #\\u0023vso[task.complete]b [c]',
  )
})

test('a line that is too long is shown around the mistake', () => {
  const location = { file: 'a', start: { line: 1, column: 301 }, end: { line: 1, column: 302 } }
  expect(
    formatDiagnostic({
      code: 'c',
      level: 'warning',
      message: 'm',
      location,
      sourceLine: `${'x'.repeat(300)}!${'y'.repeat(300)}`,
    }),
  ).toBe(`a:1:301: warning: m [c]
  1 | ${'x'.repeat(39)}!${'y'.repeat(80)}
    | ${' '.repeat(39)}^`)
})
