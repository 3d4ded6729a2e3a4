import { readFileSync } from 'node:fs'
import { shippedPath } from '../package-folder.js'

/** The version of this package, from its own package.json. */
export const version: string = JSON.parse(readFileSync(shippedPath('package.json'), 'utf8')).version
