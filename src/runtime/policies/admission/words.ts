import * as z from 'zod'
import { once } from '../../once.js'

const subdomainPattern = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const namePattern = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/
const labelPattern = /^[a-z]([-a-z0-9]*[a-z0-9])?$/

const isSubdomain = (text: string) => text.length <= 253 && subdomainPattern.test(text)
const isName = (text: string) => text.length <= 63 && namePattern.test(text)
const isLabel = (text: string) => text.length <= 63 && labelPattern.test(text)

function isQualifiedName(text: string): boolean {
  const [name = '', prefix, ...more] = text.split('/').reverse()
  return isName(name) && (prefix === undefined || isSubdomain(prefix)) && more.length === 0
}

const reserved = new Set(
  (
    'true false null in as break const continue else for function if import let loop package namespace ' +
    'return var void while'
  ).split(' '),
)

/** What Kubernetes takes for a name, a label, a part of a path: the checks that its API makes of texts. */
export const admissionWords = once(() => {
  // Text that is not left out; unlike elsewhere, blanks count.
  const given = z.string().min(1, { error: 'is empty' })

  // The name of an object: a DNS subdomain.
  const objectName = z
    .string()
    .max(253, { error: 'is longer than 253 characters' })
    .regex(subdomainPattern, { error: "is not a name: use lower-case letters, digits, '-' and '.'" })

  // `name`, or `example.com/name`: of match conditions, labels and annotations.
  const qualifiedName = z.string().refine(isQualifiedName, {
    error: "is not a name: use letters, digits, '-', '_' and '.'",
  })

  // The key of an annotation, which may have capitals where others may not.
  const annotationKey = z.string().refine((text) => isQualifiedName(text.toLowerCase()), {
    error: "is not a name: use letters, digits, '-', '_' and '.'",
  })

  // The value of a label, which may be empty.
  const labelValue = z.string().refine((text) => text === '' || isName(text), {
    error: "is not the value of a label: use letters, digits, '-', '_' and '.', no more than 63",
  })

  // The name of an object of any kind, as it stands in the path of a request.
  const pathSegment = z.string().refine((text) => !/^\.{1,2}$|[/%]/.test(text), {
    error: "is not a name: it may not be '.' or '..', and not contain '/' or '%'",
  })

  // `v1`, `apps/v1`.
  const groupVersion = given.refine(
    (text) => {
      const [version = '', group, ...more] = text.split('/').reverse()
      return isLabel(version) && (!group || isSubdomain(group)) && more.length === 0
    },
    { error: "is not an apiVersion: write it as 'v1' or 'example.com/v1'" },
  )

  // A kind: `ConfigMap`.
  const kindName = given.refine((text) => isLabel(text.toLowerCase()), {
    error: 'is not a kind: use letters and digits, starting with a letter',
  })

  // The name of a variable.
  const celName = z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
      error: "cannot be used in an expression: use letters, digits and '_', starting with a letter",
    })
    .refine((word) => !reserved.has(word), { error: 'is a reserved word of CEL' })

  return {
    given,
    objectName,
    qualifiedName,
    annotationKey,
    labelValue,
    pathSegment,
    groupVersion,
    kindName,
    celName,
  }
})

/** A list without repetitions. */
export function distinct<Item extends z.ZodType<string>>(item: Item, problem: string) {
  return z.array(item).superRefine((list: readonly string[], context) => {
    for (const [i, value] of list.entries()) {
      if (list.indexOf(value) < i) context.addIssue({ code: 'custom', path: [i], message: problem })
    }
  })
}
