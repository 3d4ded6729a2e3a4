import { isAbsolute, relative, resolve, sep } from 'node:path'
import { nameOf } from './package-names.js'

/**
 * A path as reports and diagnostics show it: relative to the root, with `../` when outside of it, so that a report is the
 * same on another machine and tells nothing of this one; with forward slashes. What lies in an installed package, or ships
 * with this one, is named by the package. `pathOf` finds it again.
 */
export function displayPath(root: string, path: string): string {
  const absolute = resolve(root, path)
  const inside = relative(resolve(root), absolute)
  const name = nameOf(resolve(root), absolute)
  if (name !== undefined) return name
  // another drive
  const shown = isAbsolute(inside) ? absolute : inside || '.'
  return shown.split(sep).join('/')
}

/** Whether a file is YAML by its name. */
export function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path)
}

/** How messages name standard input. */
export const stdinName = '<stdin>'

/** The name of what is packed in a file: `pods.json` of `pods.json.gz`; its own where it does not say that it is packed. */
export function unpackedName(file: string): string {
  return file.replace(/\.(?:gz|zst)$/i, '')
}
