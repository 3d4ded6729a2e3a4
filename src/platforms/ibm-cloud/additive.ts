import type { Ruleset } from '../../runtime/model/index.js'

/** Several security groups of one interface: what any of them allows passes. */
export function additive(groups: readonly Ruleset[]): Ruleset {
  const [first] = groups as [Ruleset]
  const joined = (direction: 'inbound' | 'outbound') => [
    {
      origin: { item: groups.map((group) => group[direction][0]?.origin.item), pointer: '' },
      rules: groups.flatMap((group) => group[direction].flatMap((stage) => stage.rules)),
      otherwise: 'deny' as const,
    },
  ]
  return {
    ...first,
    label: `${groups.length} security groups`,
    inbound: joined('inbound'),
    outbound: joined('outbound'),
  }
}
