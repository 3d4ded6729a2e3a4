import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { inputError } from '../input-error.js'
import type { Document } from '../model/index.js'

/** The packages that parse what few people read: each installs those that they need. */
export type ParserPackage = 'csv-parse/sync' | 'dockerfile-ast' | 'dotenv' | 'ini' | 'toml-eslint-parser'

/**
 * A parser that is no part of this package: the one of the project in the current folder, else one that is installed beside
 * this package. Loaded when the first document asks for it.
 * @throws InputError that says what to install
 */
export function optionalParser<Parser>(name: ParserPackage, document: Document): Parser {
  for (const from of [resolve('package.json'), import.meta.url]) {
    try {
      return createRequire(from)(name)
    } catch (error) {
      if (!isMissing(error, name)) throw error
    }
  }
  const [install] = name.split('/', 1)
  throw inputError('parser-missing', `reading this takes the package ${install}, which is not installed`, {
    hint: `npm install --save-dev ${install}; or leave the file out with --exclude`,
    location: document.locate(''),
  })
}

function isMissing(error: unknown, name: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException
  return code === 'MODULE_NOT_FOUND' && message.includes(`'${name}'`)
}
