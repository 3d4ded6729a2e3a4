/** How large an expression may be. Generous for people, small enough that nothing built from it can overflow. */
export const limits = { length: 65_536, nodes: 20_000, depth: 200, elements: 1_000, arguments: 32 } as const
