import type { Location } from '../../runtime/model/index.js'
import { placeOf } from '../../wording/finding.js'
import { property } from '../../wording/oscal/property.js'
import { named, prose, token } from '../../wording/oscal/text.js'
import { uuidOf } from '../../wording/oscal/uuid.js'
import { countTimes } from '../../wording/times.js'
import type { Run } from './run.js'

interface Said {
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly location?: Location
}

/** What a reader has to know beside the results: problems that kept the run from judging, what was not let pass, warnings. */
export function logEntries({ report, leftOut, at }: Run) {
  const { problems = [], strict = [], warnings } = report
  const timesOf = countTimes()
  const entry = (kind: string, { code, message, hint, location }: Said) => {
    const about = JSON.stringify([kind, code, message, location])
    const place = location === undefined ? '' : `${named(placeOf(location))}: `
    return {
      uuid: uuidOf('entry', at, about, timesOf(about)),
      title: prose(code),
      description: `${place}${prose(hint === undefined ? message : `${message}; ${hint}`)}`,
      start: at,
      end: at,
      props: [property('entry', token(kind))],
    }
  }
  return [
    ...problems.map((one) => entry(one.level, one)),
    ...strict.map((one) => entry('strict', one)),
    ...warnings.map((one) => entry(one.level, one)),
    ...leftOut.map((message) => entry('warning', { code: 'left-out', message })),
  ]
}
