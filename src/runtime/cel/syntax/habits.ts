/** What people write who come from another language, and what CEL has for it, with their own names in it. */
interface Habit {
  readonly pattern: RegExp
  /** @param found the texts of the pattern's groups */
  readonly hint: (...found: string[]) => string
}

const path = String.raw`[A-Za-z_]\w*(?:\.\w+)*(?:\["[^"]*"\])?`

const habits: readonly Habit[] = [
  {
    pattern: /([\w.]*\.)?\b(\w+)\(\(?(\w+)\)? ?=>/,
    hint: (list = 'list.', name, variable) =>
      `a macro names its variable first: ${list}${renamed(name)}(${variable}, …)`,
  },
  { pattern: /=>/, hint: () => 'a macro names its variable first: list.exists(x, …)' },
  { pattern: /!==/, hint: () => "inequality is written '!='" },
  { pattern: /===/, hint: () => "equality is written '=='" },
  {
    pattern: new RegExp(`(${path})\\.(\\w+) *\\?\\? *([^\\s)]+)`),
    hint: (operand, field, other) => `a default is written ${operand}.?${field}.orValue(${other})`,
  },
  { pattern: /\?\?/, hint: () => 'a default is written object.?a.orValue("b")' },
  {
    pattern: new RegExp(`(${path})\\?\\.(\\w+)(\\()?`),
    hint: (operand, field, call) =>
      call
        ? `an optional is a value of its own: ${optional(operand)}.hasValue(), or ${optional(operand)}.orValue("").${field}(…)`
        : `a field that may be missing is written ${operand}.?${field}`,
  },
  { pattern: /`([^`]*)\$\{/, hint: (text) => `texts are joined: ${JSON.stringify(text)} + …` },
  { pattern: /`/, hint: () => 'texts stand in "…" or \'…\'' },
  {
    pattern: /\btypeof\s+([\w.]+)/,
    hint: (value) => `the type of a value is type(${value}), to compare with string, int, list, map …`,
  },
  {
    pattern: /([\w.]+)\s+instanceof\b/,
    hint: (value) => `the type of a value is type(${value}), to compare with string, int, list, map …`,
  },
  {
    pattern: /^\s*(?:const|let|var)\s+(\w+)/,
    hint: (name) => `give it a name under 'variables' of the policy: variables.${name}`,
  },
  {
    pattern: /^\s*\/((?:[^/\\\s]|\\.)+)\/\w*\.test\(([^)]*)\)/,
    hint: (pattern, text) => `a pattern is a text: ${text}.matches(r'${pattern}')`,
  },
  {
    pattern: /([\w.]+)\s*(?:=~|~=)\s*(\S+)/,
    hint: (text, pattern) => `a pattern is asked for with ${text}.matches(${pattern})`,
  },
  {
    pattern: /([\w.]+)\[\*?\]/,
    hint: (list) => `elements of a list are judged by ${list}.all(x, …) or ${list}.exists(x, …)`,
  },
  {
    pattern: /(?:^|[^\w"'])[$@]\.?(\w*)/,
    hint: (field) => `the resource is 'object': object.${field || 'metadata'}`,
  },
  {
    pattern: /([\w.\])]+)!\./,
    hint: (operand) => `leave the '!' out: ${operand}.… is an error where it is missing`,
  },
  { pattern: /\bnew\s+Date\b/, hint: () => "the run's time is 'now'" },
  {
    pattern: /\bfor\s+(\w+)\s+in\s+([\w.]+)/,
    hint: (variable, list) => `a list is made with ${list}.map(${variable}, …)`,
  },
  { pattern: /\bnot\s/, hint: () => "'not' is written '!'" },
]

/** TypeScript's names of macros. */
const names: Readonly<Record<string, string>> = {
  some: 'exists',
  any: 'exists',
  every: 'all',
  find: 'filter',
  flatMap: 'map',
}

function renamed(name = ''): string {
  return names[name] ?? name
}

/** `a.b` as an optional: `a.?b`. */
function optional(operand = ''): string {
  return operand.replace(/\.(\w+)$/, '.?$1')
}

/** What is longer is not looked at: patterns go through a text several times. */
const longest = 2000

/** What to write instead, when the text shows such a habit outside its string literals. */
export function habitOf(source: string): string | undefined {
  const text = source
    .slice(0, longest)
    .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, (literal) =>
      /[=?`$@!~/]/.test(literal) ? '""' : literal,
    )
  for (const { pattern, hint } of habits) {
    const found = pattern.exec(text)
    if (found) return hint(...found.slice(1))
  }
  return undefined
}
