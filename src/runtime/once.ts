/** A value that is computed when it is first asked for, and kept: tables that few runs need do not slow down every start. */
export function once<Value>(compute: () => Value): () => Value {
  let known: { readonly value: Value } | undefined
  return () => {
    known ??= { value: compute() }
    return known.value
  }
}
