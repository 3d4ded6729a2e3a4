import { itemProblem, resourceAt } from '../../runtime/documents/resource-at.js'
import { field, isRecord, listAt, textAt } from '../../runtime/member.js'
import type { Diagnostic, Gap, Resource, Source } from '../../runtime/model/index.js'
import { formatPointer } from '../../runtime/pointer.js'

/** The type of its reports. */
export const assessment = 'ibm.va/Assessment'

/**
 * The reports of Vulnerability Advisor, named after their images: of the API, by image or as a list, and of the command,
 * which does not say when it looked (`scan_time`, in seconds since 1970). Every report has a `name` and a `status`.
 */
export const ibmVa: Source = {
  name: 'ibm-va',
  reads: 'Vulnerability Advisor: GET /va/api/v4/report/account[/status], ibmcloud cr va --output json',
  accepts: ({ data }) => reportsIn(data) !== undefined,
  read(document) {
    const resources: Resource[] = []
    const problems: Diagnostic[] = []
    const gaps: Gap[] = []
    for (const { pointer, name, report } of reportsIn(document.data) ?? []) {
      if (name === undefined || !isRecord(report)) {
        problems.push(itemProblem(document, pointer, 'expected the report on an image'))
        continue
      }
      resources.push(resourceAt(document, pointer, { ...report, name }, { type: assessment, id: name, name }))
      if ('scan_time' in report || gaps.length > 0) continue
      const message = `${assessment} ${name}: when the image was scanned is not in this export`
      const hint = 'only the API says it: GET https://REGION.icr.io/va/api/v4/report/account/status'
      gaps.push({ types: [assessment], message, hint, location: document.locate(pointer) })
    }
    return { resources, problems, gaps, covers: [assessment] }
  },
}

interface Report {
  readonly pointer: string
  readonly name: string | undefined
  readonly report: unknown
}

function reportsIn(data: unknown): Report[] | undefined {
  const assessments = field(data, 'assessments')
  if (isRecord(assessments)) {
    return Object.entries(assessments).map(([name, report]) => ({
      pointer: formatPointer(['assessments', name]),
      name: name === '' ? undefined : name,
      report,
    }))
  }
  const listed = (list: readonly unknown[], path: readonly string[], key: string): Report[] =>
    list.map((report, i) => ({ pointer: formatPointer([...path, i]), name: textAt(report, key), report }))
  const images = listAt(data, 'images')
  if (images.some((image) => field(image, 'scan_time') !== undefined))
    return listed(images, ['images'], 'name')
  if (!Array.isArray(data) || !data.some(isCommandReport)) return undefined
  return listed(data, [], 'image')
}

function isCommandReport(item: unknown): boolean {
  return (
    textAt(item, 'image') !== undefined &&
    field(item, 'vulnerabilities') !== undefined &&
    textAt(item, 'status') !== undefined
  )
}
