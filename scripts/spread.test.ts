import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

// A call with some 100,000 arguments ends with a RangeError, and lists of an export are as long as they like.
test('no list is handed to a function item by item', () => {
  const calls = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) =>
      readFileSync(`src/${file}`, 'utf8')
        .split('\n')
        .filter((line) =>
          /\.(?:push|unshift|splice|concat|apply|min|max|fromCharCode|fromCodePoint)\((?:\w+, )*\.\.\./.test(
            line,
          ),
        )
        .map((line) => `${file}: ${line.trim()}`),
    )
  expect(calls).toEqual([])
})
