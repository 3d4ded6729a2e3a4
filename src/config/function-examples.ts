import { compile, formatValue, isCelError } from '../runtime/cel/index.js'
import { firewallExtension } from '../runtime/firewall/functions.js'
import type { Diagnostic, Platform } from '../runtime/model/index.js'

/**
 * The examples of functions that are not true.
 * @param own platforms whose functions are tried
 * @param all what expressions may use
 */
export function wrongExamples(own: readonly Platform[], all: readonly Platform[]): Diagnostic[] {
  const examples = own.flatMap(({ functions = [] }) =>
    functions.flatMap(({ name, examples }) => examples.map((example) => ({ name, example }))),
  )
  if (examples.length === 0) return []
  const extensions = [firewallExtension(all)]
  return examples.flatMap(({ name, example: [expression, expected] }) => {
    const compiled = compile(expression, { declarations: {}, extensions })
    const value = 'program' in compiled ? compiled.program.evaluate({}) : undefined
    const shown =
      'problems' in compiled
        ? `error: ${compiled.problems[0]?.message}`
        : isCelError(value)
          ? `error: ${value.message}`
          : formatValue(value)
    if (shown === expected) return []
    const message = `the example of '${name}' is not true: ${expression} is ${shown}, not ${expected}`
    return [{ code: 'function-example', level: 'error', message }]
  })
}
