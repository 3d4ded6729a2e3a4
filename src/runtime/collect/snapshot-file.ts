import { apiVersion } from '../model/index.js'
import type { PlannedCommand } from './plan.js'

/** An export of a snapshot. */
export type SnapshotEntry = Pick<PlannedCommand, 'file' | 'source' | 'subject' | 'program' | 'args'>

/** The text of the snapshot.yaml of a folder: what each export is, of whom, and the command that it came from. */
export function snapshotFile(commands: readonly SnapshotEntry[], takenAt: Date): string {
  return [
    `apiVersion: ${apiVersion}`,
    'kind: Snapshot',
    'spec:',
    `  takenAt: ${takenAt.toISOString()}`,
    '  inputs:',
    ...commands.flatMap(inputLines),
    '',
  ].join('\n')
}

/** Values are written as JSON, which YAML reads as what it says. */
function inputLines({ file, source, subject, program, args }: SnapshotEntry): string[] {
  return [
    `    - path: ${JSON.stringify(file)}`,
    ...(source === undefined ? [] : [`      source: ${JSON.stringify(source)}`]),
    ...(Object.keys(subject).length === 0 ? [] : [`      subject: ${JSON.stringify(subject)}`]),
    `      command: ${JSON.stringify([program, ...args])}`,
  ]
}
