import { codeDocument } from '../runtime/documents/code-document.js'
import { InputError, inputError } from '../runtime/input-error.js'
import { apiVersion, type Diagnostic } from '../runtime/model/index.js'
import { displayPath } from '../runtime/paths.js'
import {
  type Defined,
  errorAt,
  inOrder,
  parseConfig,
  placeOf,
  readConfig,
} from '../runtime/policies/index.js'
import { type Configured, configured, over } from './configured.js'
import type { ConfigDefinition } from './define-config.js'
import { isCode } from './find-config.js'
import type { ConfigCode } from './load-code.js'
import { platformProblems } from './platform-problems.js'
import type { ReadSettings } from './settings-files.js'

/**
 * The configuration of a file, with those that it extends.
 * @param code what it exports, where it is a program
 * @param root what files are named relative to
 * @throws InputError with every mistake of the file, and of those that it names
 */
export function readConfiguration(
  path: string,
  code: ConfigCode | undefined,
  root: string,
  readFile: ReadSettings,
): Configured {
  if (!isCode(path)) return configured(readFile('config', path, parseConfig), root, readFile)
  // Its bytes are evidence, as those of YAML are.
  const text = readFile('config', path, (_, content) => content)
  if (!code) throw inputError('config-code', `${displayPath(root, path)} is a program, and was not loaded`)
  return fromCode(code(), { path, text, root, readFile })
}

interface Program {
  readonly path: string
  readonly text: string
  readonly root: string
  readonly readFile: ReadSettings
}

function fromCode(definition: ConfigDefinition, program: Program): Configured {
  const { path, text, root, readFile } = program
  const file = displayPath(root, path)
  const { extends: extended = [], policies, platforms = [], customReporters = {}, ...others } = definition
  const given: readonly (string | Defined)[] = Array.isArray(policies) ? policies : []
  const paths = given.filter((each) => typeof each === 'string')
  const definitions = given.filter((each) => typeof each !== 'string')
  const bases = [extended].flat()
  const files = bases.filter((each) => typeof each === 'string')
  const spec = {
    ...others,
    ...(files.length > 0 && { extends: files }),
    ...(Array.isArray(policies) ? paths.length > 0 && { policies: paths } : { policies }),
  }
  const document = codeDocument(
    { apiVersion, kind: 'Config', spec },
    { file, text, line: 1, column: 1 },
    (pointer) => pointer.replace(/^\/spec(?=\/|$)/, ''),
  )
  const at = (key: string) => placeOf(document, `/spec/${key}`, 'key')
  const problems = [
    ...platformProblems(platforms).map((message) => errorAt(at('platforms'), 'config-code', message)),
    ...definitions.flatMap((each): Diagnostic[] =>
      each?.defines === 'policy' || each?.defines === 'pack'
        ? []
        : [
            errorAt(
              at('policies'),
              'config-code',
              "'policies' are paths, and what definePolicy and definePack give",
            ),
          ],
    ),
    ...Object.entries(customReporters).flatMap(([name, reporter]) =>
      typeof reporter === 'function'
        ? []
        : [errorAt(at(name), 'config-code', `the reporter '${name}' is not a function`)],
    ),
  ]
  if (problems.length > 0) throw new InputError(inOrder(problems))
  const data = configured(readConfig(file, document), root, readFile)
  const own = { ...data, policies: [...data.policies, ...definitions], platforms, customReporters }
  return bases
    .flatMap((base) => (typeof base === 'string' ? [] : [fromCode(base, program)]))
    .reduceRight((top, base) => over(base, top), own)
}
