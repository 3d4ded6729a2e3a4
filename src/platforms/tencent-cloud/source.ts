import { append } from '../../runtime/append.js'
import { describe, itemProblem, resourceAt } from '../../runtime/documents/resource-at.js'
import { isRecord, textAt } from '../../runtime/member.js'
import type { CountedList, Diagnostic, Document, Resource, Source } from '../../runtime/model/index.js'
import { formatPointer } from '../../runtime/pointer.js'
import { type AnswerList, type AnswerObject, answerIn, isAnswer, type Path } from './answer.js'

/**
 * `tccli vpc|cvm|tke Describe…`, with and without the `Response` around it; a list or an item of one alone.
 * Rules do not say of which security group they are, nodes and endpoints not of which cluster: the subject has to
 * (`securityGroup`, `cluster`). Without it there is a warning, and rules are named after their file. The namespace of a
 * node is its cluster.
 */
export const tencent: Source = {
  name: 'tencent',
  reads: 'tccli vpc|cvm|tke Describe…, and the responses of these APIs',
  accepts: ({ data }) => isAnswer(answerIn(data)),
  read(document) {
    const { lists, objects, unread, refusal } = answerIn(document.data)
    if (refusal) return { resources: [], problems: [refused(document, refusal)] }
    const problems: Diagnostic[] = []
    const items = lists.flatMap((list) => readList(document, list, problems))
    return {
      resources: [...items, ...objects.map((object) => readObject(document, object))],
      problems,
      covers: lists.flatMap(({ kind }) => (kind ? [kind.type] : [])),
      counted: lists.flatMap(countedList),
      isItemwise: objects.length === 0,
      readAs: lists.flatMap(({ kind, items }) => (kind && items.length > 0 ? [kind.type] : [])).join(),
      warnings: [
        ...lists.flatMap((list) => listWarnings(document, list)),
        ...objects.flatMap(({ kind, path }) => ownerWarning(document, kind.type, kind.needs, path)),
        ...unread.map((path) => unreadList(document, path)),
      ],
    }
  },
}

function unreadList(document: Document, path: Path): Diagnostic {
  const message = `the list '${path.at(-1)}' is not read`
  return warning(document, path, 'source-unread', message, 'no policy can judge what it holds')
}

function refused(document: Document, refusal: Readonly<Record<string, unknown>>): Diagnostic {
  const reason = textAt(refusal, 'Message') ?? textAt(refusal, 'Code') ?? 'no reason given'
  return {
    code: 'source-item',
    level: 'error',
    message: `the API refused the request: ${reason}`,
    hint: 'export it again with sufficient rights',
    location: document.locate('/Response/Error'),
  }
}

function readList(document: Document, { kind, items }: AnswerList, problems: Diagnostic[]): Resource[] {
  if (!kind) return []
  return items.flatMap(({ path, item }) => {
    const pointer = formatPointer(path)
    if (!isRecord(item)) {
      problems.push(itemProblem(document, pointer, `expected an object, found ${describe(item)}`))
      return []
    }
    const id = textAt(item, kind.id)
    if (id === undefined) {
      problems.push(itemProblem(document, pointer, `${kind.type} without '${kind.id}'`))
      return []
    }
    const name = (kind.label && textAt(item, kind.label)) || id
    const owner = kind.needs && textAt(document.subject, kind.needs)
    const identity = owner ? { id: `${owner}/${id}`, name, namespace: owner } : { id, name }
    return [resourceAt(document, pointer, item, { type: kind.type, ...identity })]
  })
}

function readObject(document: Document, { kind, path, data }: AnswerObject): Resource {
  const id = textAt(document.subject, kind.needs) ?? document.file
  return resourceAt(document, formatPointer(path), data, { type: kind.type, id, name: id })
}

function listWarnings(document: Document, { kind, path }: AnswerList): Diagnostic[] {
  const warnings: Diagnostic[] = []
  if (!kind) {
    const message =
      'an empty InstanceSet does not tell whether it lists virtual machines or nodes of a cluster'
    const hint = 'nothing is taken to be covered by it; leave the file out'
    warnings.push(warning(document, path, 'source-empty', message, hint))
  }
  if (kind?.needs) append(warnings, ownerWarning(document, kind.type, kind.needs, path))
  return warnings
}

function countedList({ kind, path, items, total }: AnswerList): CountedList[] {
  if (total === undefined) return []
  const hint = 'export the others too, with --Offset and --Limit; a policy cannot judge what is missing'
  return [{ list: formatPointer(path), here: items.length, all: total, types: [kind?.type ?? '*'], hint }]
}

const owners = {
  securityGroup: ['which security group it is', 'sg-…'],
  cluster: ['which cluster it belongs to', 'cls-…'],
} as const

function ownerWarning(document: Document, type: string, key: keyof typeof owners, path: Path): Diagnostic[] {
  if (textAt(document.subject, key) !== undefined) return []
  const [what, example] = owners[key]
  const message = `${type} does not say ${what}: policies that join it cannot judge it`
  const hint = `say it in snapshot.yaml or the config: subject: {${key}: ${example}}`
  return [warning(document, path, 'source-subject', message, hint)]
}

function warning(document: Document, path: Path, code: string, message: string, hint: string): Diagnostic {
  return { code, level: 'warning', message, hint, location: document.locate(formatPointer(path)) }
}
