/**
 * Gives the same text for the same text: comparing it takes no time then, and copies of it no memory.
 * @param most how many different texts are known at most: more than there are that nobody made up to fill memory
 */
export function oneOfEach(most: number): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const before = known.get(text)
    if (before === undefined && known.size < most) known.set(text, text)
    return before ?? text
  }
}
