import type { AST, parseTOML } from 'toml-eslint-parser'
import { maxDepth } from '../../runtime/documents/limits.js'
import { diagnosticAt, tooDeepAt } from '../../runtime/documents/problem.js'
import { syntaxProblem } from '../../runtime/documents/text-format.js'
import { type ValuePlaces, valuePlaces } from '../../runtime/documents/value-places.js'
import { setOwn } from '../../runtime/member.js'
import { type DataFormat, dataSource } from './data-source.js'

type Path = readonly (string | number)[]

/** TOML: every value and every table has its place. Dates are texts, as they are written. */
const format: DataFormat = {
  name: 'toml',
  reads: 'TOML',
  files: ['*.toml'],
  parse(lines, document, parsers) {
    const { parseTOML: parse } = parsers.load<{ readonly parseTOML: typeof parseTOML }>(
      'toml-eslint-parser',
      document,
    )
    let program: AST.TOMLProgram
    try {
      program = parse(lines.text)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      const index = 'index' in error && typeof error.index === 'number' ? error.index : 0
      return { things: [], problems: [syntaxProblem(lines, error.message, index)] }
    }
    const places = valuePlaces(lines)
    const deep: AST.TOMLNode[] = []
    const data = dataOf(program.body[0], places, deep)
    const problems = deep.slice(0, 1).map(({ range }) => diagnosticAt(lines, tooDeepAt(range[0], maxDepth)))
    return { things: [{ data, locate: places.locate }], problems }
  },
}

export const toml = dataSource(format)

function dataOf(top: AST.TOMLTopLevelTable, places: ValuePlaces, deep: AST.TOMLNode[]): unknown {
  const root: Record<string, unknown> = {}
  const read = (path: Path, node: AST.TOMLContentNode): unknown => {
    places.set(path, ...node.range)
    if (path.length > maxDepth) {
      deep.push(node)
      return null
    }
    if (node.type === 'TOMLArray') return node.elements.map((element, i) => read([...path, i], element))
    if (node.type === 'TOMLInlineTable') {
      const table: Record<string, unknown> = {}
      for (const pair of node.body) readPair(table, path, pair)
      return table
    }
    if (node.kind === 'integer') return Number.isSafeInteger(node.value) ? node.value : node.bigint
    return 'datetime' in node ? node.datetime : node.value
  }
  const readPair = (table: Record<string, unknown>, path: Path, { key, value }: AST.TOMLKeyValue) => {
    const names = key.keys.map((name) => (name.type === 'TOMLBare' ? name.name : name.value))
    const whole = [...path, ...names]
    for (let i = 1; i < names.length; i++) places.set([...path, ...names.slice(0, i)], ...key.range)
    if (whole.length > maxDepth) deep.push(key)
    else setOwn(tableAt(table, names.slice(0, -1)), names.at(-1) ?? '', read(whole, value))
  }
  for (const node of top.body) {
    if (node.type === 'TOMLKeyValue') {
      readPair(root, [], node)
    } else if (node.resolvedKey.length > maxDepth) {
      deep.push(node)
    } else {
      places.set(node.resolvedKey, ...node.key.range)
      const table = tableAt(root, node.resolvedKey)
      for (const pair of node.body) readPair(table, node.resolvedKey, pair)
    }
  }
  return root
}

/** The table at a path, made where it is not there yet; the parser has refused what is no table. */
function tableAt(from: Record<string, unknown>, path: Path): Record<string, unknown> {
  let at = from
  for (const [i, key] of path.entries()) {
    const name = String(key)
    if (!Object.hasOwn(at, name)) {
      const isList = typeof path[i + 1] === 'number'
      const made = isList ? [] : {}
      setOwn(at, name, made)
    }
    at = Object.getOwnPropertyDescriptor(at, name)?.value
  }
  return at
}
