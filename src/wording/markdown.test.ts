import { expect, test } from 'vitest'
import { codeSpan, escapeMarkdown } from './markdown.js'

test.each([
  ['a_b*c', 'a\\_b\\*c'],
  ['# title', '\\# title'],
  ['12. item', '12\\. item'],
  ['- item', '\\- item'],
  ['a | b', 'a &#124; b'],
  ['@octocat', '@&#8203;octocat'],
  ['fixes #12', 'fixes #&#8203;12'],
  ['https://a.test', 'https:&#8203;//a.test'],
  ['two\n\nparagraphs', 'two paragraphs'],
  ['&amp;', '&amp;amp;'],
  ['10.0.0.0/8 is open', '10.0.0.0/8 is open'],
])('prose %j is written %j', (given, expected) => {
  expect(escapeMarkdown(given)).toBe(expected)
})

test.each([
  ['plain', '`plain`'],
  ['a`b', '``a`b``'],
  ['`', '`` ` ``'],
  [' a ', '`  a  `'],
  ['', '(empty)'],
  ['a\nb', '`a\\u000ab`'],
])('the name %j is written %j', (given, expected) => {
  expect(codeSpan(given)).toBe(expected)
})
