/** Exit codes: a contract (docs/reference/cli.md). */
export const exitCodes = { clean: 0, findings: 1, cannotRun: 2, nothingEvaluated: 3 } as const
