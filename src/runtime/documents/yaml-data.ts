import {
  type Alias,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  type YAMLMap,
} from 'yaml'
import { setOwn } from '../member.js'
import { maxAliasedValues, maxDepth } from './limits.js'
import { plainValue, type ScalarReading } from './yaml-scalars.js'

/** A mistake in YAML data: file offsets and what to say. */
export interface YamlProblem {
  readonly code: 'duplicate-key' | 'yaml-alias' | 'yaml-tag' | 'yaml-key' | 'yaml-merge' | 'document-limit'
  readonly message: string
  readonly start: number
  readonly end: number
  readonly hint?: string
  /** For a duplicate key: the first one. */
  readonly firstKey?: { readonly key: string; readonly offset: number }
}

/** The nodes of one YAML document, read as plain data. */
export interface YamlTree {
  readonly data: unknown
  readonly problems: readonly YamlProblem[]
  /** The node that an alias stands for; other nodes stand for themselves. */
  target(node: Node): Node | undefined
  /** The pair of a mapping with this key, also one that a merge key brought in. */
  pair(map: YAMLMap, key: string): Pair<Node, Node | null> | undefined
}

const tagPrefix = 'tag:yaml.org,2002:'

/**
 * Turns nodes into plain data: keys are strings, `__proto__` is a key like any other, every alias gives a copy of its own,
 * merge keys (`<<`) are resolved as kubectl does, explicit keys winning. Depth and growth through aliases are bounded.
 */
export function readTree(root: Node | null, reading: ScalarReading): YamlTree {
  const problems: YamlProblem[] = []
  const targets = new Map<Alias, Node>()
  const open = new Set<Node>()
  const reported = new Set<Node>()
  let aliased = 0
  let isOverLimit = false

  const report = (
    node: Node,
    code: YamlProblem['code'],
    message: string,
    more: Partial<YamlProblem> = {},
  ): undefined => {
    if (reported.has(node)) return undefined
    reported.add(node)
    const [start, end] = node.range ?? [0, 0]
    problems.push({ code, message, start, end, ...more })
    return undefined
  }
  const target = (node: Node): Node | undefined => (isAlias(node) ? targets.get(node) : node)
  const indexes = new Map<YAMLMap, Map<string, Pair<Node, Node | null>>>()
  const keysOf = (map: YAMLMap): Map<string, Pair<Node, Node | null>> => {
    const known = indexes.get(map)
    if (known !== undefined) return known
    const index = new Map<string, Pair<Node, Node | null>>()
    indexes.set(map, index)
    const add = (key: string | undefined, pair: Pair<Node, Node | null>): void => {
      if (key !== undefined && !index.has(key)) index.set(key, pair)
    }
    const pairs = pairsOf(map)
    for (const pair of pairs) if (!isMerge(pair)) add(keyText(pair.key, reading), pair)
    for (const merge of pairs.filter(isMerge)) {
      for (const merged of mergedMaps(merge.value, target))
        for (const [key, pair] of keysOf(merged)) add(key, pair)
    }
    return index
  }

  function convert(node: Node | null, depth: number, inAlias: boolean): unknown {
    if (node === null || isOverLimit) return null
    if (depth > maxDepth) {
      isOverLimit = true
      return report(node, 'document-limit', `nested deeper than ${maxDepth} levels`)
    }
    if (inAlias && ++aliased > maxAliasedValues) {
      isOverLimit = true
      const message = `aliases expand to more than ${maxAliasedValues} values`
      return report(node, 'document-limit', message, { hint: 'write the values out, or split the file' })
    }
    if (isAlias(node)) return convertAlias(node, depth)
    if (isScalar(node)) return scalarValue(node)
    if (node.tag !== undefined && node.tag !== `${tagPrefix}${isSeq(node) ? 'seq' : 'map'}`) reportTag(node)
    open.add(node)
    const value = isSeq(node)
      ? node.items.map((item) => convert(item as Node | null, depth + 1, inAlias))
      : convertMap(node as YAMLMap, depth, inAlias)
    open.delete(node)
    return value
  }

  function convertAlias(alias: Alias, depth: number): unknown {
    const source = targets.get(alias)
    if (source === undefined) {
      const hint = `define it before its use, as &${alias.source}; a text that starts with * needs quotes`
      return report(alias, 'yaml-alias', `unknown anchor '${alias.source}'`, { hint })
    }
    if (open.has(source)) return report(alias, 'yaml-alias', `anchor '${alias.source}' contains itself`)
    return convert(source, depth, true)
  }

  function convertMap(map: YAMLMap, depth: number, inAlias: boolean): Record<string, unknown> {
    const data: Record<string, unknown> = {}
    const seen = new Map<string, Node>()
    const pairs = pairsOf(map)
    for (const { key, value } of pairs.filter((candidate) => !isMerge(candidate))) {
      const text = keyText(key, reading)
      if (text === undefined) {
        report(key ?? map, 'yaml-key', 'a key has to be a text, not a list, an object or an alias')
        continue
      }
      const first = seen.get(text)
      if (first !== undefined) {
        report(key, 'duplicate-key', `duplicate key '${text}'`, {
          firstKey: { key: text, offset: first.range?.[0] ?? 0 },
        })
      }
      seen.set(text, key)
      setOwn(data, text, convert(value, depth + 1, inAlias))
    }
    for (const merge of pairs.filter(isMerge)) mergeInto(data, merge, depth)
    return data
  }

  function mergeInto(data: Record<string, unknown>, merge: Pair<Node, Node | null>, depth: number): void {
    const value = merge.value === null ? undefined : target(merge.value)
    const items = isSeq(value) ? (value.items as Node[]) : [value]
    for (const item of items) {
      const map = item === undefined || item === null ? undefined : target(item)
      if (map === undefined || !isMap(map)) {
        const at = merge.value ?? merge.key
        if (!isAlias(at) || value !== undefined)
          report(at, 'yaml-merge', '<< needs an object, or a list of objects')
        else convertAlias(at, depth)
        continue
      }
      if (open.has(map)) {
        report(merge.key, 'yaml-alias', 'an object cannot be merged into itself')
        continue
      }
      const merged = convert(map, depth, true)
      for (const [key, entry] of Object.entries(merged ?? {}))
        if (!Object.hasOwn(data, key)) setOwn(data, key, entry)
    }
  }

  function scalarValue(scalar: Scalar): unknown {
    const text = String(scalar.value ?? '')
    switch (scalar.tag) {
      case undefined:
        return scalar.type === Scalar.PLAIN ? plainValue(text, reading) : text
      case '!':
      case `${tagPrefix}str`:
        return text
      case `${tagPrefix}bool`:
      case `${tagPrefix}int`:
      case `${tagPrefix}float`:
      case `${tagPrefix}null`:
        return taggedValue(scalar, text)
      default:
        return reportTag(scalar)
    }
  }

  function taggedValue(scalar: Scalar, text: string): unknown {
    const value = plainValue(text, reading)
    const wanted = (scalar.tag ?? '').slice(tagPrefix.length)
    if (kindOf(value) === wanted || (wanted === 'float' && kindOf(value) === 'int')) return value
    return report(scalar, 'yaml-tag', `'${text}' is not a value of type !!${wanted}`)
  }

  function reportTag(node: Node & { tag?: string }): undefined {
    const tag = (node.tag ?? '').replace(tagPrefix, '!!')
    return report(node, 'yaml-tag', `unsupported tag '${tag}'`, {
      hint: 'a text that starts with ! needs quotes; other values have no tag',
    })
  }

  resolveAliases(root, 0, new Map(), targets)
  const data = convert(root, 0, false)
  return { data, problems, target, pair: (map, key) => keysOf(map).get(key) }
}

/** Notes for each alias the node that had its anchor last, in document order. */
function resolveAliases(
  node: Node | null,
  depth: number,
  anchors: Map<string, Node>,
  targets: Map<Alias, Node>,
): void {
  if (node === null || depth > maxDepth) return
  if (isAlias(node)) {
    const source = anchors.get(node.source)
    if (source !== undefined) targets.set(node, source)
    return
  }
  if (node.anchor !== undefined) anchors.set(node.anchor, node)
  if (isSeq(node)) {
    for (const item of node.items) resolveAliases(item as Node | null, depth + 1, anchors, targets)
  } else if (isMap(node)) {
    for (const { key, value } of pairsOf(node)) {
      resolveAliases(key, depth + 1, anchors, targets)
      resolveAliases(value, depth + 1, anchors, targets)
    }
  }
}

function pairsOf(map: YAMLMap): Pair<Node, Node | null>[] {
  return map.items.filter(isPair) as Pair<Node, Node | null>[]
}

function isMerge({ key }: Pair<Node, Node | null>): boolean {
  return isScalar(key) && key.type === Scalar.PLAIN && key.value === '<<' && key.tag === undefined
}

function mergedMaps(value: Node | null, target: (node: Node) => Node | undefined): YAMLMap[] {
  const resolved = value === null ? undefined : target(value)
  const items = isSeq(resolved) ? (resolved.items as Node[]) : [resolved]
  return items.map((item) => (item ? target(item) : undefined)).filter((item) => isMap(item))
}

/** A key as text. kubectl turns `on:` into the key `true` and `007:` into `7`. */
function keyText(key: Node | null, reading: ScalarReading): string | undefined {
  if (!isScalar(key)) return undefined
  const text = String(key.value ?? '')
  if (reading === 'core' || key.type !== Scalar.PLAIN || key.tag !== undefined) return text
  const value = plainValue(text, reading)
  return typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint'
    ? String(value)
    : text
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'bigint' || Number.isInteger(value)) return 'int'
  return typeof value === 'number' ? 'float' : 'str'
}
