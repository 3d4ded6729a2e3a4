import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { platforms } from '../../src/platforms/index.js'
import { parseDocuments, parseYaml } from '../../src/runtime/documents/index.js'
import { sourcesOf } from '../../src/runtime/exports/sources.js'
import { InputError } from '../../src/runtime/input-error.js'
import type { Document } from '../../src/runtime/model/index.js'

/** Where the repository is. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** A file of the repository, which the fuzzers damage. */
export interface Sample {
  readonly file: string
  readonly text: string
}

/** The files below some folders, sorted. */
export function samples(...folders: readonly string[]): Sample[] {
  return folders
    .flatMap((folder) => {
      const names = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      return names.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
    })
    .sort()
    .map((path) => ({
      file: path.slice(root.length).split(sep).join('/'),
      text: readFileSync(path, 'utf8'),
    }))
}

/** Real exports. */
export const exports = samples('testdata/exports').filter(({ file }) => !file.endsWith('snapshot.yaml'))

/** What is known of sources. */
export const sources = sourcesOf(platforms, { root: '.' })

/** The documents of a text as a run reads them; of one that is refused, none. */
export function documentsOf({ file, text }: Sample, subject = {}): readonly Document[] {
  try {
    return parseDocuments(file, text, { isText: sources.isText, subject })
  } catch (error) {
    if (error instanceof InputError) return []
    throw error
  }
}

/** The files that people write for policytest, by their kind. */
export function writtenFiles(): ReadonlyMap<
  string,
  readonly { readonly file: string; readonly data: unknown }[]
> {
  const files = samples(
    'policies',
    'docs/examples',
    'testdata/errors',
    'testdata/admission',
    'testdata/exports',
  )
  const config = {
    file: 'policytest.config.yaml',
    text: readFileSync(join(root, 'policytest.config.yaml'), 'utf8'),
  }
  const found = [...files, config]
    .filter(({ file }) => file.endsWith('.yaml'))
    .flatMap(({ file, text }) => parseYaml(file, text).map(({ data, errors }) => ({ file, data, errors })))
    .filter(({ data, errors }) => errors.length === 0 && typeof data === 'object' && data !== null)
  const kinds = new Map<string, { readonly file: string; readonly data: unknown }[]>()
  for (const each of found) {
    const kind = String((each.data as { kind?: unknown }).kind)
    kinds.set(kind, [...(kinds.get(kind) ?? []), each])
  }
  return kinds
}

/** The expressions of the policies that ship. */
export function expressions(): readonly string[] {
  const found = samples('policies', 'testdata/admission').flatMap(({ text }) =>
    [...text.matchAll(/^\s*(?:- )?(?:expression|messageExpression|forEach): *([^|>\s].*)$/gm)].map(
      ([, expression = '']) => expression.replace(/^(['"])(.*)\1$/, '$2'),
    ),
  )
  return [...new Set(found)].sort()
}
