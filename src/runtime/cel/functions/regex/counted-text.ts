/**
 * A text that counts how many of its characters are looked at. RE2 takes time that is linear in the text for one search,
 * but a search for all matches may look at the same rest again and again.
 */
export class CountedText extends String {
  #looks = 0

  /** How many characters have been looked at. */
  get looks(): number {
    return this.#looks
  }

  override charCodeAt(index: number): number {
    this.#looks++
    return super.charCodeAt(index)
  }

  override indexOf(part: string, from = 0): number {
    const at = super.indexOf(part, from)
    this.#looks += (at < 0 ? this.length : at) - from
    return at
  }

  /** As RE2JS wants it, which takes objects of this kind for strings. */
  asString(): string {
    return this as unknown as string
  }
}
