import { apiVersion } from '../model/index.js'
import type { PlannedCommand } from './plan.js'

/** An export of a snapshot. */
export interface SnapshotEntry
  extends Pick<PlannedCommand, 'file' | 'source' | 'subject' | 'program' | 'args'> {
  /** Where it was not taken at the time of the whole snapshot. */
  readonly takenAt?: string
  /** Name and version of the program. */
  readonly takenWith?: string
  readonly sha256?: string
}

/** When a collection began, and who began it. */
export interface Collection {
  readonly takenAt: Date
  readonly takenBy?: string | undefined
}

/** The text of the snapshot.yaml of a folder: what each export is, of whom, and how it came about. */
export function snapshotFile(entries: readonly SnapshotEntry[], { takenAt, takenBy }: Collection): string {
  return [
    `apiVersion: ${apiVersion}`,
    'kind: Snapshot',
    'spec:',
    `  takenAt: ${takenAt.toISOString()}`,
    ...optionalLine('  takenBy', takenBy),
    '  inputs:',
    ...entries.flatMap(inputLines),
    '',
  ].join('\n')
}

/** Values are written as JSON, which YAML reads as what it says. */
function inputLines({ file, source, subject, program, args, ...evidence }: SnapshotEntry): string[] {
  return [
    `    - path: ${JSON.stringify(file)}`,
    ...optionalLine('      source', source),
    ...(Object.keys(subject).length === 0 ? [] : [`      subject: ${JSON.stringify(subject)}`]),
    `      command: ${JSON.stringify([program, ...args])}`,
    ...optionalLine('      takenAt', evidence.takenAt),
    ...optionalLine('      takenWith', evidence.takenWith),
    ...optionalLine('      sha256', evidence.sha256),
  ]
}

function optionalLine(key: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${key}: ${JSON.stringify(value)}`]
}
