/** What people write who come from another language, and what CEL has for it, with their own names in it. */
interface Habit {
  readonly pattern: RegExp
  /** @param found the texts of the pattern's groups */
  readonly hint: (...found: string[]) => string
}

const path = String.raw`[A-Za-z_]\w{0,40}(?:\.\w{1,40}){0,8}(?:\["[^"]{0,80}"\])?`

const habits: readonly Habit[] = [
  {
    pattern: /([\w.]{0,80}\.)?\b(\w{1,40})\(\(?(\w{1,40})\)? ?=>/,
    hint: (list = 'list.', name, variable) =>
      `a macro names its variable first: ${list}${renamed(name)}(${variable}, …)`,
  },
  { pattern: /=>/, hint: () => 'a macro names its variable first: list.exists(x, …)' },
  {
    pattern: new RegExp(`(${path})\\s{0,9}(?:!==|is\\s{1,9}not)\\s{0,9}(?:undefined|null|None)\\b`),
    hint: (field) => `a field that may be missing is asked for with ${presence(field)}`,
  },
  {
    pattern: new RegExp(`(${path})\\s{0,9}(?:===|is)\\s{0,9}(?:undefined|null|None)\\b`),
    hint: (field) => `a field that may be missing is asked for with !${presence(field)}`,
  },
  { pattern: /!==/, hint: () => "inequality is written '!='" },
  { pattern: /===/, hint: () => "equality is written '=='" },
  {
    pattern: new RegExp(`(${path})\\.(\\w{1,40}) {0,9}\\?\\? {0,9}([^\\s)]{1,80})`),
    hint: (operand, field, other) => `a default is written ${operand}.?${field}.orValue(${other})`,
  },
  { pattern: /\?\?/, hint: () => 'a default is written object.?a.orValue("b")' },
  {
    pattern: new RegExp(`(${path})\\?\\.(\\w{1,40})(\\()?`),
    hint: (operand, field, call) =>
      call
        ? `an optional is a value of its own: ${optional(operand)}.hasValue(), or ${optional(operand)}.orValue("").${field}(…)`
        : `a field that may be missing is written ${operand}.?${field}`,
  },
  {
    pattern: /`([^`]{0,80})\$\{([^}`]{1,80})\}/,
    hint: (text, value) => `texts are joined: ${JSON.stringify(text)} + string(${value}) + …`,
  },
  { pattern: /`/, hint: () => 'texts stand in "…" or \'…\'' },
  {
    pattern: /\btypeof\s{1,9}([\w.]{1,80})/,
    hint: (value) => `the type of a value is type(${value}), to compare with string, int, list, map …`,
  },
  {
    pattern: /([\w.]{1,80})\s{1,9}instanceof\b/,
    hint: (value) => `the type of a value is type(${value}), to compare with string, int, list, map …`,
  },
  {
    pattern: /^\s{0,9}(?:const|let|var)\s{1,9}(\w{1,40})/,
    hint: (name) => `give it a name under 'variables' of the policy: variables.${name}`,
  },
  {
    pattern: /^\s{0,9}\/((?:[^/\\\s]|\\.){1,80})\/\w{0,40}\.test\(([^)]{0,80})\)/,
    hint: (pattern, text) => `a pattern is a text: ${text}.matches(r'${pattern}')`,
  },
  {
    pattern: /([\w.]{1,80})\s{0,9}(?:=~|~=)\s{0,9}(\S{1,80})/,
    hint: (text, pattern) => `a pattern is asked for with ${text}.matches(${pattern})`,
  },
  {
    pattern: /([\w.]{1,80})\[\*?\]/,
    hint: (list) => `elements of a list are judged by ${list}.all(x, …) or ${list}.exists(x, …)`,
  },
  {
    pattern: /(?:^|[^\w"'])[$@]\.?(\w{0,40})/,
    hint: (field) => `the resource is 'object': object.${field || 'metadata'}`,
  },
  {
    pattern: /([\w.\])]{1,80})!\./,
    hint: (operand) => `leave the '!' out: ${operand}.… is an error where it is missing`,
  },
  { pattern: /\bnew\s{1,9}Date\b/, hint: () => "the run's time is 'now'" },
  {
    pattern: /\bfor\s{1,9}(\w{1,40})\s{1,9}in\s{1,9}([\w.]{1,80})/,
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

/** The question whether a field is there; of a name or an index only the field behind it can be asked for. */
function presence(field = ''): string {
  return /\.\w+$/.test(field) ? `has(${field})` : `has(${field}.…)`
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
