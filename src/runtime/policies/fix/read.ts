import type { YamlDocument } from '../../documents/yaml.js'
import { type CrossCheck, checked } from '../mistakes/check.js'
import { unique } from '../mistakes/cross-checks.js'
import { placeOf } from '../mistakes/places.js'
import type { PolicyCore } from '../policy/core.js'
import { type Expression, expressionAt, namedExpressions } from '../policy/expression.js'
import { fixFormat } from './format.js'

/** Files that are made from what an inventory holds: checked, expressions not compiled. */
export interface Fix
  extends Pick<PolicyCore, 'name' | 'file' | 'place' | 'title' | 'description' | 'guidelines' | 'variables'> {
  /** Type globs. */
  readonly requires: readonly string[]
  readonly forEach?: Expression
  readonly path: Expression
  readonly content: Expression
}

const crossChecks: readonly CrossCheck[] = [
  unique('/spec/variables/*/name', 'variable'),
  unique('/spec/guidelines/*', 'guideline'),
]

/** The fix of a document; throws InputError with every mistake in it. */
export function readFix(document: YamlDocument): Fix {
  const { metadata, spec } = checked(fixFormat(), document, crossChecks)
  const place = placeOf(document, '/metadata/name')
  const { title, description, guidelines = [], requires = [], forEach } = spec
  return {
    name: metadata.name,
    file: place.location.file,
    place,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    guidelines: guidelines.map((id, i) => ({ id, place: placeOf(document, `/spec/guidelines/${i}`) })),
    requires,
    variables: namedExpressions(document, '/spec/variables', spec.variables),
    ...(forEach === undefined ? {} : { forEach: expressionAt(document, '/spec/forEach', forEach) }),
    path: expressionAt(document, '/spec/file', spec.file),
    content: expressionAt(document, '/spec/content', spec.content),
  }
}
