/** How much work is left for one answer. Below zero it is given up. */
export interface Budget {
  left: number
}

/** Work for one answer, counted in rules and address blocks looked at: about a second. */
export const workLimit = 20_000_000

export function spend(budget: Budget, work: number): void {
  budget.left -= work
}
