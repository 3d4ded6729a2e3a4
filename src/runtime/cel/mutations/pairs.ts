/** Words that stand for opposites in names and texts: a policy that confuses them looks right. */
const opposites: readonly (readonly [string, string])[] = [
  ['inbound', 'outbound'],
  ['ingress', 'egress'],
  ['source', 'destination'],
  ['sources', 'destinations'],
  ['src', 'dst'],
  ['local', 'remote'],
  ['min', 'max'],
  ['first', 'last'],
  ['start', 'end'],
  ['from', 'to'],
  ['requests', 'limits'],
  ['public', 'private'],
  ['internal', 'external'],
  ['tcp', 'udp'],
  ['ipv4', 'ipv6'],
  ['allow', 'deny'],
  ['accept', 'drop'],
  ['enabled', 'disabled'],
]

/** Functions of one shape that answer another question; each is taken for the next of its row, the last for the first. */
const functions: readonly (readonly string[])[] = [
  ['covers', 'reachableBy', 'openTo'],
  ['cover', 'overlap'],
  ['rules', 'peers'],
  ['inbound', 'outbound'],
  ['startsWith', 'endsWith'],
  ['indexOf', 'lastIndexOf'],
  ['lowerAscii', 'upperAscii'],
  ['least', 'greatest'],
  ['min', 'max'],
  ['ceil', 'floor'],
  ['isLessThan', 'isGreaterThan'],
  ['containsIP', 'containsCIDR'],
]

const otherWord = new Map(opposites.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]))
const otherFunction = new Map(
  functions.flatMap((row) => row.map((name, i) => [name, row[(i + 1) % row.length] as string] as const)),
)

/** The function that is easily confused with this one. */
export function confusedFunction(name: string): string | undefined {
  return otherFunction.get(name)
}

/** A name or text with each word of it in turn replaced by its opposite: `port_min` gives `port_max`. */
export function withOpposite(name: string): string[] {
  const words: readonly string[] = name.match(/[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])|[^A-Za-z0-9]+/g) ?? []
  return words.flatMap((word, i) => {
    const other = otherWord.get(word.toLowerCase())
    return other === undefined ? [] : [words.with(i, inCaseOf(word, other)).join('')]
  })
}

function inCaseOf(word: string, other: string): string {
  if (word === word.toUpperCase()) return other.toUpperCase()
  return word[0] === word[0]?.toUpperCase() ? `${other[0]?.toUpperCase()}${other.slice(1)}` : other
}
