import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { linesOf } from '../runtime/documents/lines.js'
import { InputError, inputError } from '../runtime/input-error.js'
import type { Diagnostic, Position } from '../runtime/model/index.js'
import { displayPath } from '../runtime/paths.js'
import type { ConfigDefinition } from './define-config.js'

/** What a configuration that is a program exports; throws InputError when it cannot be loaded. */
export type ConfigCode = () => ConfigDefinition

/**
 * Runs a configuration. What goes wrong is told when the configuration is read, like the mistakes of a file of YAML.
 * @param root what the file is named relative to
 */
export async function loadConfigCode(path: string, root: string): Promise<ConfigCode> {
  const file = displayPath(root, path)
  if (!existsSync(path)) return failing(inputError('unreadable', `${file} does not exist`))
  try {
    const exported = exportedBy(await importFile(path))
    if (typeof exported === 'object' && exported !== null) return () => exported
  } catch (error) {
    return failing(new InputError([failed(error, path, file)]))
  }
  const start = { line: 1, column: 1 }
  return failing(
    inputError('config-code', 'the configuration has no default export', {
      location: { file, start, end: start },
      hint: 'export default defineConfig({ … })',
    }),
  )
}

function failing(error: InputError): ConfigCode {
  return () => {
    throw error
  }
}

/** Of a program in CommonJS, the default export may be inside another one. */
function exportedBy(module: unknown): ConfigDefinition | undefined {
  const { default: exported } = module as {
    readonly default?: ConfigDefinition & { readonly default?: ConfigDefinition }
  }
  return exported?.default ?? exported
}

/** By Node itself; by jiti where this Node does not take types away. */
async function importFile(path: string): Promise<unknown> {
  const url = pathToFileURL(path).href
  try {
    return await import(url)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_UNKNOWN_FILE_EXTENSION') throw error
    const { createJiti } = await jitiFor(path)
    // Nothing is kept between runs: what is run is what lies there.
    return createJiti(url, { fsCache: false, moduleCache: false, nativeModules: ['policytest'] }).import(path)
  }
}

/** @throws InputError where the project of the configuration has none */
async function jitiFor(path: string): Promise<typeof import('jiti')> {
  try {
    return await import(pathToFileURL(createRequire(path).resolve('jiti')).href)
  } catch {
    throw inputError('config-code', `Node ${process.versions.node} runs no TypeScript by itself`, {
      hint: 'use Node 22.18 or later, or npm install --save-dev jiti, or write policytest.config.mjs',
    })
  }
}

/** What went wrong, at the line of the configuration where it did, as far as the engine tells it. */
function failed(error: unknown, path: string, file: string): Diagnostic {
  const { message, stack = '' } = error instanceof Error ? error : { message: String(error) }
  const [own] = error instanceof InputError ? error.diagnostics : []
  const [first = ''] = message.split('\n')
  const isMissing = /Cannot find (?:package|module) '?policytest/.test(message)
  const isCommonJs = /Cannot use import statement outside a module|Unexpected token 'export'/.test(message)
  const base: Diagnostic = {
    code: 'config-code',
    level: 'error',
    message: own?.message ?? `the configuration cannot be run: ${first}`,
    ...(own?.hint !== undefined && { hint: own.hint }),
    ...(isMissing && { hint: 'install it in the project: npm install --save-dev policytest' }),
    ...(isCommonJs && {
      hint: `set "type": "module" in package.json, or name it ${file.replace(/\.([jt])s$/, '.m$1s')}`,
    }),
  }
  const start = own?.location?.start ?? placeIn(`${stack}\n${message}`, path)
  if (!start) return { ...base, message: `${file}: ${base.message}` }
  const sourceLine = linesOf(file, readFileSync(path, 'utf8')).lineAt(start.line)
  return { ...base, location: { file, start, end: start }, sourceLine }
}

/** The first place in the file that a stack, or the message of a parser, names. */
function placeIn(text: string, path: string): Position | undefined {
  const escaped = path.replace(/[^\w/]/g, '\\$&')
  const [, line, column = '1'] =
    new RegExp(`${escaped}:(\\d+)(?::(\\d+))?`).exec(text) ?? /\((\d+):(\d+)\)/.exec(text) ?? []
  return line === undefined ? undefined : { line: Number(line), column: Math.max(1, Number(column)) }
}
