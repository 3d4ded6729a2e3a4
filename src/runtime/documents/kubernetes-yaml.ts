import { divide, lineBreaksOf } from './kubernetes-text.js'
import { type Refusal, refusalsIn } from './kubernetes-tokens.js'
import type { Lines } from './lines.js'
import { mayBePlain, plainDocuments } from './plain-document.js'
import type { Part } from './plain-yaml.js'
import { type Composed, compose, isEmpty, tooLarge, yamlWeight } from './yaml-compose.js'
import { type YamlDocument, yamlDocument } from './yaml-document.js'

/**
 * The documents into which kubectl divides a file, each by itself; what it passes over or refuses is a mistake. What is as
 * plain as programs write it is read by a quick reader of its own, all else composed of nodes.
 * @param onCompose told how much memory the nodes of a document will take, of what one may; refuses it by throwing
 */
export function* parseKubernetesYaml(
  lines: Lines,
  onCompose: (weight: number) => void = () => {},
): Generator<YamlDocument> {
  const { text } = lines
  const { parts, problems } = divide(text)
  if (problems.length > 0) yield composedDocument({ contents: null, errors: problems }, lines)
  const readPlain = plainDocuments(lines, (part) => composedDocuments(part, lines))
  const isPlain = mayBePlain(text)
  for (const part of parts) {
    const plain = isPlain ? readPlain(part) : undefined
    if (plain) {
      yield plain
      continue
    }
    onCompose(yamlWeight(text.slice(part.start, part.end)))
    yield* composedDocuments(part, lines)
  }
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
