import { Composer, type CST, isScalar, type Document as ParsedDocument, type ParsedNode, Parser } from 'yaml'
import { lostValue } from './kubernetes-tokens.js'
import { maxDepth, maxYamlItems, maxYamlLength } from './limits.js'

/** The nodes of a document, or what is wrong with it. */
export type Composed = Pick<ParsedDocument.Parsed, 'contents'> & {
  readonly errors: readonly {
    readonly code: string
    readonly message: string
    readonly pos: [number, number]
  }[]
}

/** How much memory a text will take, of what one file may: above 1 it is not read. */
export function yamlWeight(text: string): number {
  let items = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at)
    if (character === 0x0a || character === 0x2c) items++
  }
  return Math.max(text.length / maxYamlLength, items / maxYamlItems)
}

/** In the place of a text that is too large to be composed. */
export function tooLarge({ length }: string, offset = 0): Composed {
  const message = `${(length / 1e6).toFixed(1)} million characters of YAML are more than are read at once`
  return { contents: null, errors: [{ code: 'TOO_LARGE', message, pos: [offset, offset + 1] }] }
}

/**
 * Composes document by document. One that nests too deep for recursion, or whose values would be lost, is not composed at
 * all. `look` sees each token that is composed.
 */
export function* compose(
  text: string,
  offset = 0,
  look: (token: CST.Token) => void = () => {},
): Generator<Composed> {
  const composer = new Composer({
    schema: 'failsafe',
    keepSourceTokens: true,
    uniqueKeys: false,
    resolveKnownTags: false,
    logLevel: 'silent',
  })
  const parser = new Parser()
  parser.offset = offset
  for (const token of parser.parse(text)) {
    const stop = token.type === 'document' ? stopOf(token) : undefined
    if (stop === undefined) {
      look(token)
      yield* composer.next(token)
      continue
    }
    yield* composer.end()
    yield { contents: null, errors: [stop] }
    return
  }
  yield* composer.end(false, offset + text.length)
  const { errors } = composer.streamInfo()
  if (errors.length > 0) yield { contents: null, errors }
}

/** Why a document is not composed. */
function stopOf(document: CST.Document): Composed['errors'][number] | undefined {
  const deep = tooDeep(document)
  if (deep !== undefined) return { code: 'RESOURCE_EXHAUSTION', message: '', pos: [deep, deep + 1] }
  const lost = lostValue(document)
  if (lost === undefined) return undefined
  return { code: 'LOST_VALUE', message: 'a value without a key', pos: [lost, lost + 1] }
}

/** The offset of the first token beyond the depth limit; walks with a stack of its own. */
function tooDeep(document: CST.Document): number | undefined {
  const stack: [CST.Token | null | undefined, number][] = [[document.value, 1]]
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const [token, depth] = entry
    if (!token || !('items' in token)) continue
    if (depth > maxDepth) return token.offset
    for (const item of token.items) stack.push([item.key, depth + 1], [item.value, depth + 1])
  }
  return undefined
}

/** Whether there is nothing but comments. */
export function isEmpty(node: ParsedNode | null): boolean {
  return (
    node === null ||
    (isScalar(node) && node.source === '' && node.type === 'PLAIN' && !node.tag && !node.anchor)
  )
}
