/**
 * What people write who come from TypeScript, Python or Rego, and what CEL has for it. Keys are names that CEL does not
 * have; a template gets the texts of the receiver and of the arguments.
 */
type Template = (target: string, args: readonly string[]) => string

const write = (text: string): string => `in CEL: ${text}`
const listed = (args: readonly string[]): string => args.join(', ')

/** A predicate as a macro takes it: without a variable of its own it needs one. */
const predicate = (args: readonly string[]): string =>
  args.length > 1 ? listed(args) : `x, ${args[0] || '…'}`

const methods: Readonly<Record<string, Template>> = {
  some: (list, args) => write(`${list}.exists(${predicate(args)})`),
  any: (list, args) => write(`${list}.exists(${predicate(args)})`),
  every: (list, args) => write(`${list}.all(${predicate(args)})`),
  find: (list, args) => write(`${list}.filter(${predicate(args)}).first(), which is an optional`),
  findIndex: (list, args) => write(`${list}.exists(${predicate(args)})`),
  forEach: (list) =>
    `CEL has no statements: give the validation 'forEach: ${list}', its expression sees each as 'item'`,
  flatMap: (list, args) => write(`${list}.map(${predicate(args)}).flatten()`),
  reduce: (list) => write(`${list}.sum(), .min(), .max() or .join(), or all() and exists() of its elements`),
  count: (list, args) =>
    write(args.length > 0 ? `${list}.filter(${predicate(args)}).size()` : `${list}.size()`),
  length: (value) => write(`${value}.size()`),
  len: (value) => write(`${value}.size()`),
  at: (list, args) => write(`${list}[${args[0] ?? '0'}]`),
  push: (list, args) => write(`${list} + [${listed(args)}]`),
  concat: (value, args) => write(`${value} + ${args[0] ?? '…'}`),
  keys: (map) => write(`${map}.map(key, key), and "a" in ${map} asks for one`),
  values: (map) => write(`${map}.map(key, ${map}[key])`),
  entries: (map) => write(`${map}.all(key, value, …) and exists(key, value, …) see both`),
  has: (map, args) => write(`${args[0] ?? '"a"'} in ${map}`),
  hasOwnProperty: (map: string, args: readonly string[]) => write(`${args[0] ?? '"a"'} in ${map}`),
  test: (pattern, [text = '…']: readonly string[]) =>
    write(/^r?["']/.test(pattern) ? `${text}.matches(${pattern})` : `${pattern}.matches(${text})`),
  match: (text, args) => write(`${text}.matches(${listed(args)})`),
  regexMatch: (text, args) => write(`${text}.matches(${listed(args)})`),
  search: (text, args) => write(`${text}.matches(${listed(args)})`),
  toLowerCase: (text) => write(`${text}.lowerAscii()`),
  toLower: (text) => write(`${text}.lowerAscii()`),
  lower: (text) => write(`${text}.lowerAscii()`),
  toUpperCase: (text) => write(`${text}.upperAscii()`),
  toUpper: (text) => write(`${text}.upperAscii()`),
  upper: (text) => write(`${text}.upperAscii()`),
  strip: (text) => write(`${text}.trim()`),
  trimStart: (text) => write(`${text}.trim()`),
  trimEnd: (text) => write(`${text}.trim()`),
  replaceAll: (text, args) => write(`${text}.replace(${listed(args)})`),
  substr: (text, args) => write(`${text}.substring(${listed(args)}), from a start to before an end`),
  toString: (value: string) => write(`string(${value})`),
  toFixed: (value, args) => write(`"%.${args[0] ?? '2'}f".format([${value}])`),
}

const functions: Readonly<Record<string, Template>> = {
  len: (_, args) => write(`size(${listed(args)})`),
  count: (_, args) => write(`size(${listed(args)})`),
  parseInt: (_, args) => write(`int(${args[0] ?? '…'})`),
  parseFloat: (_, args) => write(`double(${args[0] ?? '…'})`),
  Number: (_, args) => write(`double(${listed(args)}) or int(${listed(args)})`),
  String: (_, args) => write(`string(${listed(args)})`),
  str: (_, args) => write(`string(${listed(args)})`),
  Boolean: (_, args) => write(`bool(${listed(args)}) of a text; a field is asked for with has(object.a)`),
  isinstance: (_, args) => write(`type(${args[0] ?? '…'}) == string`),
  startswith: (_, args) => write(`${args[0] ?? '…'}.startsWith(${args[1] ?? '…'})`),
  endswith: (_, args) => write(`${args[0] ?? '…'}.endsWith(${args[1] ?? '…'})`),
  contains: (_, args) => write(`${args[0] ?? '…'}.contains(${args[1] ?? '…'})`),
}

const resource = "the resource that is judged is 'object'"
const nothing =
  'CEL has null; a field that may be missing is asked for with has(object.a) or read with object.?a.orValue(…)'

const variables: Readonly<Record<string, string>> = {
  undefined: nothing,
  nil: nothing,
  None: nothing,
  none: nothing,
  True: write('true'),
  False: write('false'),
  Object: 'keys of a map: object.a.map(key, key); "x" in object.a asks for one',
  Array: write('type(object.a) == list'),
  JSON: 'CEL has no JSON; string(…) makes a text of a simple value',
  Math: write('math.greatest(…), math.least(…), math.abs(…)'),
  Date: "the run's time is 'now'; timestamp(\"2027-01-31T00:00:00Z\") is another",
  self: resource,
  this: resource,
  input: resource,
  resource,
  doc: resource,
  root: resource,
  request: resource,
  target: resource,
}

/** What CEL has for a call of a function or, with a receiver, a method that it does not know. */
export function habitOfCall(
  name: string,
  target: string | undefined,
  args: readonly string[],
): string | undefined {
  const table = target === undefined ? functions : methods
  return Object.hasOwn(table, name) ? table[name]?.(target ?? '', args) : undefined
}

/** What CEL has for a variable that is not there. */
export function habitOfName(name: string): string | undefined {
  return Object.hasOwn(variables, name) ? variables[name] : undefined
}
