import type { Plugin } from 'rolldown'

/** What the CEL library does as it is loaded, and what of it parsing takes: macros know their arguments. */
const all = 'registerFunctions(globalRegistry)\nregisterOverloads(globalRegistry)\n'
const forParsing = 'registerOptional(globalRegistry)\n'

/**
 * Leaves the standard functions and operators out of the CEL library, of which the parser alone is used
 * (`src/runtime/cel/syntax/parse.ts`): to register them takes a tenth of what loading all modules does.
 */
export function parserAlone(): Plugin {
  return {
    name: 'parser-alone',
    transform: {
      filter: { id: /@marcbachmann.cel-js.lib.evaluator\.js$/ },
      handler(code) {
        if (!code.includes(all)) this.error('the CEL library registers its functions in another way')
        return `import { register as registerOptional } from './optional.js'\n${code.replace(all, forParsing)}`
      },
    },
  }
}
