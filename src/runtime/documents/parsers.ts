import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { inputError } from '../input-error.js'
import type { ParserPackage, Parsers } from '../model/index.js'

/** Whose parsers are used. */
export interface ParserPlaces {
  readonly root: string
  /**
   * Folders of projects: the packages that Node finds from there come before those beside this package. They are programs, so
   * none for a project that is not trusted. Default: the root.
   */
  readonly parserFolders?: readonly string[]
}

/** The parsers of these projects; of those that none has, the ones beside this package. */
export function parsersOf({ root, parserFolders = [root] }: ParserPlaces): Parsers {
  const places = [...parserFolders.map((folder) => resolve(folder, 'package.json')), import.meta.url]
  const known = new Map<ParserPackage, unknown>()
  const find = (name: ParserPackage) => {
    if (!known.has(name)) known.set(name, firstOf(name, places))
    return known.get(name)
  }
  return {
    has: (name) => find(name) !== undefined,
    load<Parser>(...[name, document]: Parameters<Parsers['load']>) {
      const found = find(name)
      if (found !== undefined) return found as Parser
      const install = installOf(name)
      throw inputError(
        'parser-missing',
        `reading this takes the package ${install}, which is not installed`,
        {
          hint: `npm install --save-dev ${install}; or leave the file out with --exclude`,
          location: document.locate(''),
        },
      )
    },
  }
}

/** What npm calls it. */
export function installOf(name: ParserPackage): string {
  return name.split('/', 1)[0] ?? name
}

function firstOf(name: ParserPackage, places: readonly string[]): unknown {
  for (const from of places) {
    try {
      return createRequire(from)(name)
    } catch (error) {
      if (!isMissing(error, name)) throw error
    }
  }
  return undefined
}

/** Yarn's Plug'n'Play has other words, and says that they are its own. */
function isMissing(error: unknown, name: string): boolean {
  const { code, message, pnpCode } = error as NodeJS.ErrnoException & { readonly pnpCode?: string }
  return code === 'MODULE_NOT_FOUND' && (pnpCode !== undefined || message.includes(`'${name}'`))
}
