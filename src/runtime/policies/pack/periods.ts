const days: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30, y: 365 }

/** The days of a checked period: `P90D`, `90d`, `1y`. A month counts 30 days, a year 365. */
export function periodInDays(period: string): number {
  const [, count = '', unit = ''] =
    /^P?(\d+)([a-z])$/.exec(period.replace(/[A-Z]$/, (c) => c.toLowerCase())) ?? []
  return Number(count) * (days[unit] ?? Number.NaN)
}
