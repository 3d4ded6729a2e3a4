import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this package: two above this file, and as far above every file of the build, which are all in dist/code. */
const folder = fileURLToPath(new URL('../..', import.meta.url))

/** A file or folder that the package ships beside its code. */
export function shippedPath(name: string): string {
  return join(folder, name)
}
