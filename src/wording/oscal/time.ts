/** An instant as OSCAL writes it; a day is its first moment. Nothing for what is neither. */
export function momentOf(text: string): string | undefined {
  const time = Date.parse(text)
  if (Number.isNaN(time)) return undefined
  const moment = new Date(time).toISOString()
  return /^(19|2\d)\d\d-/.test(moment) ? moment : undefined
}

/** The last moment of a day on which something still holds. */
export function lastMomentOf(day: string): string | undefined {
  const moment = momentOf(day)
  return moment === undefined || !/^\d{4}-\d\d-\d\d$/.test(day) ? moment : `${day}T23:59:59.000Z`
}
