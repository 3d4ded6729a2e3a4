import { Environment, ParseError } from '@marcbachmann/cel-js'
import type { CelProblem } from '../api.js'
import { rewrite } from './boundary.js'
import { convert, Misread, type Tree } from './convert.js'
import { limits } from './limits.js'
import { syntaxProblem } from './syntax-problem.js'

const parser = new Environment({
  unlistedVariablesAreDyn: true,
  enableOptionalTypes: true,
  homogeneousAggregateLiterals: false,
  limits: {
    maxAstNodes: limits.nodes,
    maxDepth: limits.depth,
    maxListElements: limits.elements,
    maxMapEntries: limits.elements,
    maxCallArguments: limits.arguments,
  },
})

export type Parsed = Tree | { readonly problem: CelProblem }

/** Text to tree. Never throws: whatever is wrong with the text comes back as a problem with its range. */
export function parse(source: string): Parsed {
  const limit = (message: string): Parsed => ({
    problem: { code: 'cel-limit', message, start: 0, end: source.length },
  })
  if (source.length > limits.length) return limit(`the expression is longer than ${limits.length} characters`)
  if (source.trim() === '') {
    return {
      problem: { code: 'cel-syntax', message: 'the expression is empty', start: 0, end: source.length },
    }
  }
  const boundary = rewrite(source)
  if ('code' in boundary) return { problem: boundary }
  try {
    return convert(parser.parse(boundary.text).ast, boundary)
  } catch (error) {
    if (error instanceof Misread) return { problem: error.problem }
    if (error instanceof ParseError) return { problem: syntaxProblem(source, error) }
    // The library's recursive descent counts neither unary operators nor the recursion of its tree: the stack ends.
    if (error instanceof RangeError) return limit('the expression is nested too deeply')
    throw error
  }
}
