import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { InputError, inputError } from './input-error.js'
import { field } from './member.js'
import type { Diagnostic } from './model/index.js'
import { shippedPath } from './package-folder.js'
import { closest } from './suggest.js'

/**
 * Names that stand for paths: `policytest:<pack>/…` in the packs that ship, `npm:<package>/…` in an installed package.
 * Reports name files in these places the same way, so that they are the same on every machine.
 */
const named = /^(policytest|npm):(.*)$/s

/** `@acme/policies` and what is behind it. */
const packageName = /^((?:@[\w.-]+\/)?[\w-][\w.-]*)(?:\/(.*))?$/s

/** The folder of the packs that ship. */
export const shippedFolder = shippedPath('policies')

/** Whether this is the name of a pack that ships or of an installed package, or of a file in one. */
export function isPackageName(written: string): boolean {
  return named.test(written)
}

/** The names of the packs that ship. */
export function shippedPacks(): string[] {
  return foldersIn(shippedFolder).filter((name) => existsSync(join(shippedFolder, name, 'pack.yaml')))
}

/**
 * The absolute path that somebody writes, or that a report names: a path from a folder, or a name.
 * @param place where it is written, when in a file
 * @throws InputError for a pack that does not ship, and for a package that is not installed
 */
export function pathOf(
  from: string,
  written: string,
  place?: Pick<Diagnostic, 'location' | 'sourceLine'>,
): string {
  const [, scheme, name = ''] = named.exec(written) ?? []
  if (scheme === undefined) return resolve(from, written)
  try {
    const said = written.replace(/\/\.$/, '')
    return scheme === 'npm' ? inPackage(resolve(from), name, said) : inShipped(name, said)
  } catch (error) {
    if (!(error instanceof InputError) || place === undefined) throw error
    throw new InputError(error.diagnostics.map((diagnostic) => ({ ...diagnostic, ...place })))
  }
}

/** The name of a path in a pack that ships, or in a package that is found from the folder; undefined for all others. */
export function nameOf(from: string, path: string): string | undefined {
  const own = shippedPath('.')
  if (isInside(path, own) && !isInside(from, own))
    return `policytest:${slashed(relative(shippedFolder, path))}`
  const [, behind = ''] = /(?:^|\/)node_modules\/(.*)$/s.exec(slashed(relative(from, path))) ?? []
  const [, name] = packageName.exec(behind) ?? []
  const folder = name === undefined ? undefined : installed(from, name)
  if (folder === undefined || !isInside(path, folder)) return undefined
  return [`npm:${name}`, slashed(relative(folder, path))].filter(Boolean).join('/')
}

/** The folder of an installed package, as Node finds it: in the node_modules of the folder, or of one above it. */
function installed(from: string, name: string): string | undefined {
  const folder = join(from, 'node_modules', name)
  if (basename(from) !== 'node_modules' && existsSync(folder)) return folder
  const above = dirname(from)
  return above === from ? undefined : installed(above, name)
}

function inShipped(name: string, written: string): string {
  const path = join(shippedFolder, name)
  if (name !== '' && existsSync(path)) return path
  const [pack = '', ...below] = name.split('/')
  const packs = shippedPacks()
  if (packs.includes(pack) && below.length > 0)
    throw inputError('not-found', `there is no '${below.join('/')}' in the pack '${pack}'`)
  const near = closest(pack, packs)
  const hint =
    near === undefined ? `those that ship: ${packs.join(', ')}` : `did you mean 'policytest:${near}'?`
  throw inputError('not-found', `'${written}': no pack of this name ships with policytest`, { hint })
}

function inPackage(from: string, name: string, written: string): string {
  const [, wanted, below] = packageName.exec(name) ?? []
  if (wanted === undefined) {
    const hint = 'write npm:<package>, or npm:<package>/<folder or file in it>'
    throw inputError('not-found', `'${written}' does not name a package`, { hint })
  }
  const folder = installed(from, wanted) ?? installed(realpathSync(from), wanted)
  if (folder === undefined) throw notInstalled(wanted, written, from)
  return below === undefined ? policiesIn(folder, written) : join(folder, below)
}

/** Where a package keeps its policies: where its package.json says, else in `policies`, else in the package itself. */
function policiesIn(folder: string, written: string): string {
  const said = field(packageJson(folder), 'policytest', 'policies')
  if (typeof said === 'string') {
    const path = join(folder, said)
    if (isInside(path, folder) && existsSync(path)) return path
    const message = `'${written}': its package.json says that its policies are in '${said}', which is not there`
    throw inputError('not-found', message)
  }
  const usual = join(folder, 'policies')
  return existsSync(usual) ? usual : folder
}

function packageJson(folder: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  } catch {
    return undefined
  }
}

function notInstalled(name: string, written: string, from: string) {
  const near = closest(name, installedNames(from))
  const install = `install it: npm install --save-dev ${name}`
  const hint = near === undefined ? install : `did you mean 'npm:${near}'? else ${install}`
  return inputError('not-found', `'${written}': the package '${name}' is not installed`, { hint })
}

function installedNames(from: string): string[] {
  const folder = join(from, 'node_modules')
  const here = foldersIn(folder).flatMap((name) =>
    name.startsWith('@') ? foldersIn(join(folder, name)).map((scoped) => `${name}/${scoped}`) : [name],
  )
  const above = dirname(from)
  return above === from ? here : [...here, ...installedNames(above)]
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort()
}

/** Whether a path is a folder, or lies in it. */
export function isInside(path: string, folder: string): boolean {
  return `${path}${sep}`.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

function slashed(path: string): string {
  return path.split(sep).join('/')
}
