import { expect, test } from 'vitest'
import { messagesTo } from './messages.js'

function messagesOn(isTerminal: boolean) {
  const written: string[] = []
  return { written, ...messagesTo({ isTerminal, write: (text) => void written.push(text) }) }
}

test('what is said is whole lines, in which nothing drives the terminal', () => {
  const { written, say, diagnose } = messagesOn(false)
  say('two\nlines \u001b[31m')
  diagnose([{ code: 'c', level: 'warning', message: 'a\u202eb\n::error::' }])
  expect(written).toEqual(['two\nlines \\u001b[31m\n', 'warning: a\\u202eb\\u000a::error:: [c]\n'])
})

test('progress replaces itself, and goes before anything is said', () => {
  const { written, say, progress, endProgress } = messagesOn(true)
  progress('one')
  progress('two \u0007')
  say('done')
  endProgress()
  progress('three')
  endProgress()
  endProgress()
  const erased = '\r\u001b[2K'
  expect(written).toEqual([
    `${erased}one`,
    `${erased}two \\u0007`,
    erased,
    'done\n',
    `${erased}three`,
    erased,
  ])
})

test('progress is for people: a pipe has none', () => {
  const { written, progress, endProgress } = messagesOn(false)
  progress('one')
  endProgress()
  expect(written).toEqual([])
})
