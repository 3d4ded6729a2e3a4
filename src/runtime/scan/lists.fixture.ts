import fc from 'fast-check'

const word = fc.constantFrom(
  'a',
  'ü',
  '😀',
  '},{"apiVersion":"v1","kind":',
  '\n    },\n    {',
  '"',
  ']',
  '\\',
  'é',
  '2.0',
  '\ud83d',
)
/** Texts that look like something else. */
export const text = fc.array(word, { maxLength: 4 }).map((words) => words.join(''))
const item = fc.record({
  apiVersion: fc.constant('v1'),
  kind: fc.constantFrom('Pod', 'Pod', 'Pod', 'Service', 'Secret'),
  metadata: fc.record(
    {
      name: fc.integer({ min: 0, max: 60 }).map((n) => `n${n}`),
      namespace: fc.constantFrom('shop', 'lab'),
      labels: fc.record({ note: text }),
      uid: fc.constant('1'),
    },
    { requiredKeys: ['name'] },
  ),
  spec: fc.record(
    {
      priority: fc.constantFrom(1, 4, 7, 2 ** 53, 'x'),
      containers: fc.array(
        fc.record({ name: text, image: fc.constantFrom('nginx:latest', 'nginx:1', 'ü:latest') }),
        { maxLength: 3 },
      ),
    },
    { requiredKeys: ['containers'] },
  ),
  data: fc.record({ password: text }),
})

const pretty = (indent: string | number) => (list: object) => JSON.stringify(list, null, indent)
/** How lists are written. */
export const writers: Readonly<Record<string, (list: { items: object[] }) => string>> = {
  compact: (list) => JSON.stringify(list),
  pretty: pretty(4),
  'odd indentation': pretty(' \t '),
  'Windows line breaks': (list) => pretty(2)(list).replaceAll('\n', '\r\n'),
  'a byte order mark': (list) => `\ufeff${pretty(1)(list)}`,
  'spaces in one line': (list) => pretty(1)(list).replace(/\n */g, ' '),
  'commas in front': (list) => pretty(1)(list).replaceAll(/,\n/g, '\n,'),
}
/** Of pieces. */
export const sizes = fc.constantFrom(64, 100, 500, 1000, 5000)
/** Objects of Kubernetes with different names, and texts that look like the ends of objects. */
export const list = fc.uniqueArray(item, {
  minLength: 3,
  maxLength: 25,
  selector: ({ kind, metadata }) => `${kind}${metadata.namespace}${metadata.name}`,
})

/** A list that is surely cut, in pieces of 64 bytes: what is random may all be in one. */
export const sevenPods = [...'abcdefg'].map((name) => ({
  apiVersion: 'v1' as const,
  kind: 'Pod' as const,
  metadata: { name },
  spec: { containers: [] },
  data: { password: '' },
}))

/** What can be wrong with a list, or strange. */
export const damages: Readonly<Record<string, (text: string) => string>> = {
  'cut off': (text) => text.slice(0, -20),
  'a comma too many': (text) => text.replace(/\}(\s*)\](\s*),/, '},$1]$2,'),
  'two commas': (text) => text.replace(/\},(\s*)\{/, '},,$1{'),
  'a key given twice': (text) => text.replace('"name":', '"name":"x","name":'),
  'a key of the list given twice': (text) => text.replace('"kind"', '"apiVersion":"v1","kind"'),
  'a second list of items': (text) => text.replace(/\}\s*$/, ',"items":[{"apiVersion":"v1","kind":"Pod"}]}'),
  'text behind': (text) => `${text}x`,
  'no kind': (text) => text.replace('"kind"', '"kid"'),
  'an item that is none': (text) => text.replace(/\},(\s*)\{/, '},1,$1{'),
  'a page of several': (text) => text.replace(/\}\s*$/, ',"metadata":{"continue":"x"}}'),
  nesting: (text) => text.replace('"1"', '['.repeat(196) + ']'.repeat(196)),
  'nesting in bounds': (text) => text.replace('"1"', '['.repeat(195) + ']'.repeat(195)),
  'a large integer': (text) => text.replace('"1"', '123456789012345678901'),
  'a float': (text) => text.replace('"1"', '7.0'),
  'half a character': (text) => text.replace('"1"', '"\\ud800"'),
  'a NUL': (text) => text.replace('"1"', '"\0"'),
  'a list in the list': (text) => text.replace('"kind":"Pod"', '"kind":"PodList"'),
}
