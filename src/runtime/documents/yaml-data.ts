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
import { blockText } from './block-text.js'
import { decoded, keyOf, type Resolved, resolvePlain, resolveTagged } from './kubernetes-scalars.js'
import { limitHints, maxAliasedValues, maxDepth } from './limits.js'
import { coreValue, type ScalarReading } from './yaml-scalars.js'

/** A mistake in YAML data: file offsets and what to say. */
export interface YamlProblem {
  readonly code:
    | 'duplicate-key'
    | 'yaml-alias'
    | 'yaml-tag'
    | 'yaml-key'
    | 'yaml-merge'
    | 'yaml-number'
    | 'yaml-line-break'
    | 'yaml-indicator'
    | 'document-limit'
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

/** Where a value stands: keys and indexes from the root. */
export type DataPath = readonly (string | number)[]

export interface TreeOptions {
  readonly reading: ScalarReading
  /** Whether the object at this path with these keys is read as Kubernetes reads it, whatever `reading` says. */
  readonly isKubernetes?: (path: DataPath, keys: readonly string[]) => boolean
  /** The text of the file, in which U+2028 and U+2029 are as they were written. */
  readonly text: string
}

/**
 * Turns nodes into plain data: keys are strings, `__proto__` is a key like any other, every alias gives a copy of its own,
 * merge keys (`<<`) are resolved. Explicit keys win over them, or, read as Kubernetes does, what comes last. Depth and
 * growth through aliases are bounded.
 */
export function readTree(root: Node | null, { reading: ofRoot, isKubernetes, text }: TreeOptions): YamlTree {
  const problems: YamlProblem[] = []
  const targets = new Map<Alias, Node>()
  const open = new Set<Node>()
  const reported = new Set<Node>()
  const readings = new Map<YAMLMap, ScalarReading>()
  const path: (string | number)[] = []
  let reading = ofRoot
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
    const own = readings.get(map) ?? ofRoot
    for (const pair of inOrder(map, own)) {
      if (isMerge(pair)) {
        for (const merged of mergedMaps(pair.value, target, own))
          for (const [key, entry] of keysOf(merged))
            if (own === 'kubernetes' || !index.has(key)) index.set(key, entry)
      } else {
        const key = keyText(pair.key, own)
        if (key !== undefined && (own === 'kubernetes' || !index.has(key))) index.set(key, pair)
      }
    }
    return index
  }

  const keyText = (key: Node | null, own: ScalarReading): string | undefined => {
    if (own === 'core') return isScalar(key) ? String(key.value ?? '') : undefined
    const scalar = key === null ? undefined : target(key)
    const value = isScalar(scalar) ? resolved(scalar) : undefined
    return value === undefined ? undefined : keyOf(value)
  }

  function convert(node: Node | null, depth: number, inAlias: boolean): unknown {
    if (node === null || isOverLimit) return null
    if (depth > maxDepth) {
      isOverLimit = true
      return report(node, 'document-limit', `nested deeper than ${maxDepth} levels`, {
        hint: limitHints.depth,
      })
    }
    if (inAlias && ++aliased > maxAliasedValues) {
      isOverLimit = true
      const message = `aliases expand to more than ${maxAliasedValues} values`
      return report(node, 'document-limit', message, { hint: limitHints.aliases })
    }
    checkAnchor(node, isAlias(node) ? node.source : node.anchor)
    if (isAlias(node)) return convertAlias(node, depth)
    if (isScalar(node)) return scalarValue(node)
    if (node.tag !== undefined && node.tag !== `${tagPrefix}${isSeq(node) ? 'seq' : 'map'}`) reportTag(node)
    const outside = reading
    if (isMap(node)) {
      if (isKubernetes?.(path, plainKeys(node))) reading = 'kubernetes'
      readings.set(node, reading)
    }
    open.add(node)
    const value = isSeq(node)
      ? node.items.map((item, index) => inside(index, item as Node | null, depth, inAlias))
      : convertMap(node as YAMLMap, depth, inAlias)
    open.delete(node)
    reading = outside
    return value
  }

  function inside(key: string | number, node: Node | null, depth: number, inAlias: boolean): unknown {
    path.push(key)
    const value = convert(node, depth + 1, inAlias)
    path.pop()
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
    for (const pair of inOrder(map, reading)) {
      if (isMerge(pair)) {
        mergeInto(data, pair, depth)
        continue
      }
      const { key, value } = pair
      const text = keyText(key, reading)
      if (text === undefined) {
        report(key ?? map, 'yaml-key', keyMessage(key))
        continue
      }
      checkText(key)
      checkAnchor(key, isAlias(key) ? key.source : key.anchor)
      checkColon(map, pair)
      const first = seen.get(text)
      if (first !== undefined) {
        report(key, 'duplicate-key', `duplicate key '${text}'`, {
          firstKey: { key: text, offset: first.range?.[0] ?? 0 },
        })
      }
      seen.set(text, key)
      setOwn(data, text, inside(text, value, depth, inAlias))
    }
    return data
  }

  function mergeInto(data: Record<string, unknown>, merge: Pair<Node, Node | null>, depth: number): void {
    const isKubectl = reading === 'kubernetes'
    const value = merge.value === null ? undefined : target(merge.value)
    const isList = isSeq(value) && !(isKubectl && isAlias(merge.value))
    const items = isList ? [...(value.items as Node[])] : [value]
    // Of several objects the earlier ones win: by being the first to come, or the last to be put over what is there.
    if (isKubectl) items.reverse()
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
        if (isKubectl || !Object.hasOwn(data, key)) setOwn(data, key, entry)
    }
  }

  function scalarValue(scalar: Scalar): unknown {
    checkText(scalar)
    return reading === 'kubernetes' ? kubernetesValue(scalar) : ownValue(scalar)
  }

  function kubernetesValue(scalar: Scalar): unknown {
    const value = resolved(scalar)
    if (value === undefined) {
      return knownTags.has(scalar.tag ?? '')
        ? report(
            scalar,
            'yaml-tag',
            `'${String(scalar.value ?? '')}' is not a value of type ${shortTag(scalar)}`,
          )
        : reportTag(scalar)
    }
    const result = decoded(value)
    if (result !== undefined) return result
    return report(scalar, 'yaml-number', `'${String(scalar.value)}' is a number that JSON cannot express`, {
      hint: 'Kubernetes refuses it; a text needs quotes',
    })
  }

  function ownValue(scalar: Scalar): unknown {
    const written = String(scalar.value ?? '')
    switch (scalar.tag) {
      case undefined:
        return scalar.type === Scalar.PLAIN ? coreValue(written) : written
      case '!':
      case `${tagPrefix}str`:
        return written
      case `${tagPrefix}bool`:
      case `${tagPrefix}int`:
      case `${tagPrefix}float`:
      case `${tagPrefix}null`:
        return taggedValue(scalar, written)
      default:
        return reportTag(scalar)
    }
  }

  function taggedValue(scalar: Scalar, written: string): unknown {
    const value = coreValue(written)
    const wanted = (scalar.tag ?? '').slice(tagPrefix.length)
    if (kindOf(value) === wanted || (wanted === 'float' && kindOf(value) === 'int')) return value
    return report(scalar, 'yaml-tag', `'${written}' is not a value of type !!${wanted}`)
  }

  /** Refuses what YAML 1.1 reads as another text than YAML 1.2 does; there is a plainer way to write either. */
  function checkText(node: Node): void {
    if (reading !== 'kubernetes' || !isScalar(node) || !node.range) return
    const [start, end] = node.range
    const written = text.slice(start, end)
    const found = /[\u2028\u2029]/.exec(written)
    if (found !== null) {
      const code = found[0].charCodeAt(0).toString(16)
      const at = { start: start + found.index, end: start + found.index + 1 }
      const hint = `in double quotes it is written \\u${code}`
      report(node, 'yaml-line-break', `Kubernetes takes the character U+${code} for a line break`, {
        ...at,
        hint,
      })
    } else if (node.type === Scalar.QUOTE_DOUBLE && /\\\r?\n[ \t]*\r?\n/.test(sourceOf(node))) {
      const hint = 'write line breaks as \\n'
      report(node, 'yaml-line-break', 'empty lines behind a backslash are not read alike', { hint })
    }
  }

  /** `{a:, b}`: Kubernetes takes the colon for a part of the key. */
  function checkColon(map: YAMLMap, { key, srcToken }: Pair<Node, Node | null>): void {
    if (reading !== 'kubernetes' || !map.flow || !isScalar(key) || key.type !== Scalar.PLAIN) return
    const colon = srcToken?.sep?.find(({ type }) => type === 'map-value-ind')
    if (colon === undefined || !',[]{}'.includes(text[colon.offset + 1] ?? '-')) return
    const at = { start: colon.offset, end: colon.offset + 1 }
    report(map, 'yaml-indicator', 'Kubernetes takes this colon for a part of the text', {
      ...at,
      hint: 'put a space behind it, or the text in quotes',
    })
  }

  /** Kubernetes knows no other characters in the name of an anchor; what follows is no part of the name to it. */
  function checkAnchor(node: Node, name: string | undefined): void {
    if (reading !== 'kubernetes' || name === undefined || /^[\w-]+$/.test(name)) return
    report(node, 'yaml-alias', `'${name}' is no name of an anchor: letters, digits, _ and - are`)
  }

  function reportTag(node: Node & { tag?: string }): undefined {
    return report(node, 'yaml-tag', `unsupported tag '${shortTag(node)}'`, {
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

function plainKeys(map: YAMLMap): string[] {
  return pairsOf(map).flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []))
}

function isMerge({ key }: Pair<Node, Node | null>): boolean {
  if (!isScalar(key) || key.value !== '<<') return false
  return key.tag === undefined ? key.type === Scalar.PLAIN : key.tag === '!'
}

/** The pairs in the order in which they count: in our own files what is merged gives way to explicit keys. */
function inOrder(map: YAMLMap, reading: ScalarReading): Pair<Node, Node | null>[] {
  const pairs = pairsOf(map)
  if (reading === 'kubernetes') return pairs
  return [...pairs.filter((pair) => !isMerge(pair)), ...pairs.filter(isMerge)]
}

function mergedMaps(
  value: Node | null,
  target: (node: Node) => Node | undefined,
  reading: ScalarReading,
): YAMLMap[] {
  const resolved = value === null ? undefined : target(value)
  const items = isSeq(resolved) ? [...(resolved.items as Node[])] : [resolved]
  if (reading === 'kubernetes') items.reverse()
  return items.map((item) => (item ? target(item) : undefined)).filter((item) => isMap(item))
}

/** What a scalar is to kubectl; undefined for a tag that does not fit, or that is not known. */
function resolved(scalar: Scalar): Resolved | undefined {
  const text = kubernetesText(scalar)
  if (scalar.tag === undefined) return scalar.type === Scalar.PLAIN ? resolvePlain(text) : text
  if (scalar.tag === '!') return text
  return scalar.tag.startsWith(tagPrefix)
    ? resolveTagged(scalar.tag.slice(tagPrefix.length), text)
    : undefined
}

/** The text of a scalar as Kubernetes' reader takes it, before it is a number or a word. */
export function kubernetesText(scalar: Scalar): string {
  const token = scalar.srcToken
  return token?.type === 'block-scalar' ? blockText(token) : String(scalar.value ?? '')
}

/** The scalar as it was written, with the line breaks that Kubernetes sees. */
function sourceOf({ srcToken }: Scalar): string {
  return srcToken !== undefined && 'source' in srcToken ? srcToken.source : ''
}

const knownTags = new Set(
  ['str', 'bool', 'int', 'float', 'null', 'timestamp', 'binary'].map((tag) => `${tagPrefix}${tag}`),
)

function shortTag(node: Node & { tag?: string }): string {
  return (node.tag ?? '').replace(tagPrefix, '!!')
}

function keyMessage(key: Node | null): string {
  return key === null || isScalar(key)
    ? 'Kubernetes refuses this as a key: a key has to be a text, a number or a boolean'
    : 'a key has to be a text, not a list, an object or an alias'
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'bigint' || Number.isInteger(value)) return 'int'
  return typeof value === 'number' ? 'float' : 'str'
}
