/**
 * About how many instructions RE2 makes of a pattern, without making them: repetitions are unrolled, so that
 * `(?:abc){1000}` has three thousand. Never much less than the truth.
 */
export function patternSize(pattern: string): number {
  const groups: number[] = []
  let sum = 0
  let last = 0
  for (const [token] of pattern.matchAll(tokens)) {
    const repeat = /^\{(\d+)(?:,(\d*))?\}$/.exec(token)
    if (token === '(') {
      groups.push(sum)
      sum = last = 0
    } else if (token === ')') {
      last = sum + 2
      sum = (groups.pop() ?? 0) + last
    } else if (repeat) {
      const times = Math.max(Number(repeat[1]), Number(repeat[2] ?? 0))
      sum += last * Math.max(times - 1, 0)
      last *= Math.max(times, 1)
    } else {
      last = 1
      sum += 1
    }
  }
  return sum
}

/** Escapes, also with braces, classes, repetitions and single characters. */
const tokens = /\\[pPx]\{[^}]*\}|\\.|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\\\]])*\]|\{\d+(?:,\d*)?\}|./gsu
