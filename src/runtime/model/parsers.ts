import type { Document } from './document.js'

/** The packages that parse what few people read: each installs those that they need. */
export type ParserPackage = 'csv-parse/sync' | 'dockerfile-ast' | 'dotenv' | 'ini' | 'toml-eslint-parser'

/** The parsers that are no part of this package; each is loaded when it is first asked for. */
export interface Parsers {
  /** @throws InputError that says what to install */
  load<Parser>(name: ParserPackage, document: Document): Parser
  has(name: ParserPackage): boolean
}
