import { mutationOperators } from '../src/runtime/cel/index.js'

/** docs/reference/mutations.md: every way in which `policytest mutate` changes an expression, from the table that does it. */
export function mutationsReference(): string {
  return [
    '# Mutations',
    '',
    'Generated from the table of the operators (`npm run generate`); [mutate.md](../mutate.md) says what they are for. Each makes',
    'of its example just the mutants that stand beside it.',
    '',
    '| name | change | example | mutants |',
    '| --- | --- | --- | --- |',
    ...mutationOperators.map(({ name, doc, example: [from, ...mutants] }) =>
      row([code(name.replaceAll(' ', '-')), doc, code(from), mutants.map(code).join(', ')]),
    ),
    '',
    'Of a policy as a whole:',
    '',
    '| name | change |',
    '| --- | --- |',
    row([code('condition-dropped'), 'a match condition is left out']),
    row([code('validation-dropped'), 'a validation is left out']),
    row([
      code('default'),
      'the default of a parameter is one more or one less, empty, or without one of its elements',
    ]),
    '',
  ].join('\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function code(text: string): string {
  return `\`${text}\``
}
