import { isAbsolute, relative, resolve, sep } from 'node:path'

/**
 * A path as reports and diagnostics show it: relative to the root, with `../` when outside of it, so that a report is the
 * same on another machine and tells nothing of this one; with forward slashes.
 */
export function displayPath(root: string, path: string): string {
  const absolute = resolve(root, path)
  const inside = relative(resolve(root), absolute)
  // another drive
  const shown = isAbsolute(inside) ? absolute : inside || '.'
  return shown.split(sep).join('/')
}

/** Whether a file is YAML by its name. */
export function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path)
}
