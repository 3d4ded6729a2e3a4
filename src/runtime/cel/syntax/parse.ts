import { Environment, ParseError } from '@marcbachmann/cel-js'
import { once } from '../../once.js'
import type { CelProblem, KubernetesEnvironment } from '../api.js'
import { rewrite } from './boundary.js'
import { convert, Misread, type Tree } from './convert.js'
import { requireKubernetesDepth } from './kubernetes-depth.js'
import { kubernetesLimits, type Limits, limits } from './limits.js'
import { syntaxProblem } from './syntax-problem.js'

function parserWithin(of: Limits): () => Environment {
  return once(
    () =>
      new Environment({
        unlistedVariablesAreDyn: true,
        enableOptionalTypes: true,
        homogeneousAggregateLiterals: false,
        limits: {
          maxAstNodes: of.nodes,
          maxDepth: of.depth,
          maxListElements: of.elements,
          maxMapEntries: of.elements,
          maxCallArguments: of.arguments,
        },
      }),
  )
}

const own = { limits, parser: parserWithin(limits) }
const ofKubernetes = { limits: kubernetesLimits, parser: parserWithin(kubernetesLimits) }

export type Parsed = Tree | { readonly problem: CelProblem }

/** Text to tree. Never throws: whatever is wrong with the text comes back as a problem with its range. */
export function parse(source: string, kubernetes?: KubernetesEnvironment): Parsed {
  const { limits, parser } = kubernetes ? ofKubernetes : own
  const limit = (message: string): Parsed => ({
    problem: { code: 'cel-limit', message, start: 0, end: source.length },
  })
  if (isLonger(source, limits.length))
    return limit(`the expression is longer than ${limits.length} characters`)
  if (source.trim() === '') {
    return {
      problem: { code: 'cel-syntax', message: 'the expression is empty', start: 0, end: source.length },
    }
  }
  const boundary = rewrite(source, kubernetes !== undefined)
  if ('code' in boundary) return { problem: boundary }
  try {
    const tree = convert(parser().parse(boundary.text).ast, boundary, limits, kubernetes !== undefined)
    if (kubernetes) requireKubernetesDepth(tree)
    return tree
  } catch (error) {
    if (error instanceof Misread) return { problem: error.problem }
    if (error instanceof ParseError) return { problem: syntaxProblem(source, error) }
    // The library's recursive descent counts neither unary operators nor the recursion of its tree: the stack ends.
    if (error instanceof RangeError) return limit('the expression is nested too deeply')
    throw error
  }
}

/** Whether a text has more code points than that. */
function isLonger(text: string, most: number): boolean {
  if (text.length <= most) return false
  return text.length > most * 2 || [...text].length > most
}
