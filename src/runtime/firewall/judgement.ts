/** `undecided` carries what it depends on: an ipset, an unknown match, a reference that cannot be resolved. */
export type Judgement =
  | { readonly is: 'true' }
  | { readonly is: 'false' }
  | { readonly is: 'undecided'; readonly reasons: readonly string[] }

export const yes: Judgement = { is: 'true' }
export const no: Judgement = { is: 'false' }

/** The work for one answer was more than its budget: whatever was asked is undecided. */
export const tooMuch = undecidedBy(['the rules combine in too many ways'])

export function undecidedBy(reasons: readonly string[]): Judgement & { readonly is: 'undecided' } {
  return { is: 'undecided', reasons: distinct(reasons) }
}

/** True when all are: one `false` settles it, whatever is undecided. */
export function allOf(judgements: readonly Judgement[]): Judgement {
  if (judgements.some((j) => j.is === 'false')) return no
  const reasons = judgements.flatMap((j) => (j.is === 'undecided' ? j.reasons : []))
  return judgements.every((j) => j.is === 'true') ? yes : undecidedBy(reasons)
}

/** True when any is: one `true` settles it, whatever is undecided. */
export function anyOf(judgements: readonly Judgement[]): Judgement {
  if (judgements.some((j) => j.is === 'true')) return yes
  const open = judgements.filter((j) => j.is === 'undecided')
  return open.length > 0 ? undecidedBy(open.flatMap((j) => j.reasons)) : no
}

/** Each reason once. */
export function distinct(reasons: readonly string[]): readonly string[] {
  return [...new Set(reasons)]
}
