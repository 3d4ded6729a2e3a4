/** `'a/b' and 2 more policies see`: those that have to see resources together. */
export function whoJoins(joining: readonly { readonly id: string }[]): string {
  const [first] = joining
  const more = joining.length - 1
  const others = more === 0 ? '' : more === 1 ? ' and another policy' : ` and ${more} more policies`
  return `'${first?.id}'${others} ${more === 0 ? 'sees' : 'see'}`
}

/** What to do where they would not. */
export const wholeSnapshots =
  'put what belongs together into a folder with a snapshot.yaml, which is judged whole; or scan everything at once'
