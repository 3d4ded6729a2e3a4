const types = new WeakMap<object, string>()

/** Notes of which type the data of a resource is, so that a function that is handed the data alone can tell. */
export function rememberType(data: unknown, type: string): void {
  if (typeof data === 'object' && data !== null) types.set(data, type)
}

/** The type of the resource whose data this very object is; undefined for parts of it, and for what is computed. */
export function typeOfData(data: object): string | undefined {
  return types.get(data)
}
