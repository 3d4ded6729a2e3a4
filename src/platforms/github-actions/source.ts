import { fileNameOf, itemProblem, resourceAt } from '../../runtime/documents/resource-at.js'
import { isRecord, setOwn, textAt } from '../../runtime/member.js'
import type { Diagnostic, Document, Resource, Source } from '../../runtime/model/index.js'
import { formatPointer } from '../../runtime/pointer.js'

/**
 * Workflows of GitHub Actions: the whole is a `github-actions/Workflow`, and each of its jobs a `github-actions/Job`, named by
 * the workflow's file; the description of an action, `action.yml`, is a `github-actions/Action`. Expressions are left as they
 * are. The key `on`, a truth value to YAML 1.1, is called `on`.
 */
export const githubActions: Source = {
  name: 'github-actions',
  reads: 'workflows of GitHub Actions, and action.yml',
  accepts: (document) => isWorkflow(document) || isAction(document),
  read(document) {
    const file = fileNameOf(document)
    if (isAction(document)) {
      const action = { type: 'github-actions/Action', id: file, name: textAt(document.data, 'name') ?? file }
      return { resources: [resourceAt(document, '', document.data, action)] }
    }
    const { data, key } = withOn(document)
    const name = textAt(data, 'name') ?? file
    const workflow: Resource = {
      ...resourceAt(document, '', data, { type: 'github-actions/Workflow', id: file, name }),
      locate: (at) => document.locate(at.replace(/^\/on(?=\/|$)/, `/${key}`)),
    }
    const jobs: Resource[] = []
    const problems: Diagnostic[] = []
    for (const [job, jobData] of Object.entries(isRecord(data.jobs) ? data.jobs : {})) {
      const pointer = formatPointer(['jobs', job])
      const identity = { type: 'github-actions/Job', id: `${file}/${job}`, name: job }
      if (job === '') problems.push(itemProblem(document, pointer, 'a job without a name'))
      else jobs.push(resourceAt(document, pointer, jobData, identity))
    }
    return {
      resources: [workflow, ...jobs],
      problems,
      covers: ['github-actions/Workflow', 'github-actions/Job'],
    }
  },
}

function isWorkflow({ data }: Document): boolean {
  if (!isRecord(data) || !isRecord(data.jobs) || !('on' in data || 'true' in data)) return false
  return Object.values(data.jobs).every((job) => isRecord(job) && ('runs-on' in job || 'uses' in job))
}

function isAction({ data, file }: Document): boolean {
  const isNamed = /(?:^|\/)action\.ya?ml$/.test(file)
  return isNamed && isRecord(data) && isRecord(data.runs) && 'using' in data.runs
}

/** The document with the key `on` as its author has written it, and what it is called in the document. */
function withOn(document: Document): {
  readonly data: Readonly<Record<string, unknown>>
  readonly key: string
} {
  const written = isRecord(document.data) ? document.data : {}
  if (Object.hasOwn(written, 'on')) return { data: written, key: 'on' }
  const data: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(written)) setOwn(data, key === 'true' ? 'on' : key, value)
  return { data, key: 'true' }
}
