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
  const text = snapshotFile([command], new Date('2026-11-02T08:00:00Z'))
  const { takenAt, inputs } = parseSnapshot('snapshot.yaml', text)
  expect({ takenAt, inputs: inputs.map(({ location: _, ...input }) => input) }).toEqual({
    takenAt: '2026-11-02T08:00:00.000Z',
    inputs: [
      {
        path: 'a-no.json',
        source: 'json:x/Y',
        subject: { cluster: 'no', node: '1e3' },
        command: ['tccli', '--ids', '["sg-1"]', 'no', '1: {'],
      },
    ],
  })
})
