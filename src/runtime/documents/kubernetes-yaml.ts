import { divide, lineBreaksOf } from './kubernetes-text.js'
import { type Refusal, refusalsIn } from './kubernetes-tokens.js'
import type { Lines } from './lines.js'
import { plainPlaces } from './plain-places.js'
import { mayBePlain, type Part, readPlain } from './plain-yaml.js'
import { type Recent, recent } from './recent.js'
import { type Composed, compose, isEmpty, tooLarge, yamlWeight } from './yaml-compose.js'
import { type YamlDocument, yamlDocument } from './yaml-document.js'

export interface KubernetesYamlOptions {
  /** Told how much memory the nodes of a document will take, of what one may; refuses it by throwing. */
  readonly onCompose?: ((weight: number) => void) | undefined
  /** Where nodes are remembered, which are composed again when they are forgotten; default: all are kept. */
  readonly nodes?: Recent<YamlDocument> | undefined
}

/** How many characters the documents have together whose places are remembered; they are quickly found again. */
const mostPlaces = 1 << 20

/**
 * The documents into which kubectl divides a file, each by itself; what it passes over or refuses is a mistake. What is as
 * plain as programs write it is read by a quick reader of its own, all else composed of nodes.
 */
export function* parseKubernetesYaml(
  lines: Lines,
  options: KubernetesYamlOptions = {},
): Generator<YamlDocument> {
  const { parts, problems } = divide(lines.text)
  if (problems.length > 0) yield composedDocument({ contents: null, errors: problems }, lines)
  const read = partReader(lines, options)
  for (const part of parts) yield* read(part)
}

/** Reads parts of a text, each of which kubectl takes for one document. */
export function partReader(
  lines: Lines,
  { onCompose, nodes }: KubernetesYamlOptions,
): (part: Part) => readonly YamlDocument[] {
  const { text, lineAt } = lines
  const isQuick = mayBePlain(text)
  const keys = new Map<string, string>()
  const places = recent<Pick<YamlDocument, 'locate'>>(mostPlaces)
  return (part) => {
    const size = part.end - part.start
    const plain = isQuick ? readPlain(text, part, { keys }) : undefined
    const again = () => only(composedDocuments(part, lines))
    if (plain) {
      const found = () => places(part, size, () => plainPlaces(lines, part, keys))
      return [
        {
          data: plain.data,
          errors: [],
          locate: (pointer, side) => found().locate(pointer, side),
          offsetIn: (pointer, offset) => again().offsetIn(pointer, offset),
          lineAt,
        },
      ]
    }
    onCompose?.(yamlWeight(text.slice(part.start, part.end)))
    const composed = [...composedDocuments(part, lines)]
    const [document] = composed
    if (!nodes || !document || document.errors.length > 0) return composed
    nodes(part, size, () => document)
    const { data, errors } = document
    const found = () => nodes(part, size, again)
    return [
      {
        data,
        errors,
        locate: (pointer, side) => found().locate(pointer, side),
        offsetIn: (pointer, offset) => found().offsetIn(pointer, offset),
        lineAt,
      },
      ...composed.slice(1),
    ]
  }
}

function only([document]: Iterable<YamlDocument>): YamlDocument {
  if (!document) throw new Error('a document is no longer there')
  return document
}

/** The documents of a part, composed of nodes: the one that kubectl reads, and a mistake for what it does not see. */
export function* composedDocuments(part: Part, lines: Lines): Generator<YamlDocument> {
  for (const composed of composePart(lines.text, part)) {
    if (composed.errors.length === 0 && isEmpty(composed.contents)) continue
    const document = composedDocument(composed, lines)
    if (document.errors.length > 0 || document.data !== null) yield document
  }
}

function composedDocument(composed: Composed, lines: Lines): YamlDocument {
  return yamlDocument(composed, lines, { reading: 'kubernetes', text: lines.text })
}

function* composePart(text: string, { start, end }: Part): Generator<Composed> {
  const part = lineBreaksOf(text.slice(start, end))
  if (yamlWeight(part) > 1) {
    yield tooLarge(part, start)
    return
  }
  const refusals: Refusal[] = []
  let isFirst = true
  const [first, ...more] = compose(
    /[\r\n]/.test(text[end - 1] ?? '') ? part : `${part}\n`,
    start,
    (token) => {
      for (const refusal of refusalsIn(token, text, isFirst)) refusals.push(refusal)
      isFirst &&= token.type !== 'document' || !token.value
    },
  )
  if (refusals.length > 0) {
    yield { contents: null, errors: [...refusals, ...(first?.errors ?? [])] }
    return
  }
  if (first === undefined) return
  yield first
  const next = more.find(({ contents, errors }) => errors.length > 0 || !isEmpty(contents))
  if (next !== undefined && first.errors.length === 0) yield { contents: null, errors: [hidden(next)] }
}

/** The mistake of a document that kubectl does not see: it reads one between two lines that begin with `---`. */
function hidden({ contents, errors }: Composed): Composed['errors'][number] {
  const start = contents?.range?.[0] ?? errors[0]?.pos[0] ?? 0
  const message = 'Kubernetes does not read this: only a line of --- begins a document'
  return { code: 'HIDDEN_DOCUMENT', message, pos: [start, start + 1] }
}
