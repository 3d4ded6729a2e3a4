import type { Report } from '../../../runtime/model/index.js'
import { nameOf } from '../../../wording/printable.js'
import { markup as html } from '../../markup.js'
import { table } from '../table.js'
import { type Part, part } from './part.js'

/** All that there was to judge, by type. What of it a policy judged stands with its guidelines. */
export function population({ inputs }: Report): Part[] {
  const types = new Map<string, { resources: number; files: number }>()
  for (const { types: held = {} } of inputs) {
    for (const [type, number] of Object.entries(held)) {
      const { resources, files } = types.get(type) ?? { resources: 0, files: 0 }
      types.set(type, { resources: resources + number, files: files + 1 })
    }
  }
  const rows = [...types]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([type, { resources, files }]) => html`
<tr><th scope="row"><code>${nameOf(type)}</code></th><td>${resources}</td><td>${files}</td></tr>`,
    )
  return part('Population', 'Resource types', types.size, () =>
    table('Resource types', ['Type', 'Resources', 'Exports'], rows),
  )
}
