/** Data that nobody can change any more, all the way down: what one program changed, others would judge. */
export function frozen<Data>(data: Data): Data {
  if (typeof data !== 'object' || data === null || Object.isFrozen(data)) return data
  Object.freeze(data)
  for (const member of Object.values(data)) frozen(member)
  return data
}
