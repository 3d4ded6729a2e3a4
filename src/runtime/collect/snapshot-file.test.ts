import { expect, test } from 'vitest'
import { parseSnapshot } from '../policies/index.js'
import { snapshotFile } from './snapshot-file.js'

test('a snapshot file reads back as what was written, whatever the values look like', () => {
  const command = {
    types: ['x/Y'] as const,
    program: 'tccli',
    args: ['--ids', '["sg-1"]', 'no', '1: {'],
    file: 'a-no.json',
    source: 'json:x/Y',
    subject: { cluster: 'no', node: '1e3' },
  }
  const evidence = {
    takenAt: '2026-11-02T08:00:07.000Z',
    takenWith: 'tccli: 3.0.1',
    sha256: 'ab'.repeat(32),
  }
  const collection = { takenAt: new Date('2026-11-02T08:00:00Z'), takenBy: 'null' }
  const text = snapshotFile([{ ...command, ...evidence }], collection)
  const { takenAt, takenBy, inputs } = parseSnapshot('snapshot.yaml', text)
  expect({ takenAt, takenBy, inputs: inputs.map(({ location: _, ...input }) => input) }).toEqual({
    takenAt: '2026-11-02T08:00:00.000Z',
    takenBy: 'null',
    inputs: [
      {
        path: 'a-no.json',
        source: 'json:x/Y',
        subject: { cluster: 'no', node: '1e3' },
        command: ['tccli', '--ids', '["sg-1"]', 'no', '1: {'],
        ...evidence,
      },
    ],
  })
})
