import { createRequire } from 'node:module'
import { once } from './once.js'

const require = createRequire(import.meta.url)

// Packages that few runs need, loaded at once when one does. The build makes a file of each: `apart` in rolldown.config.ts.

/** Files by glob. */
export const glob = once(() => require('glob') as typeof import('glob'))

/** Regular expressions in linear time. */
export const re2 = once(() => require('re2js') as typeof import('re2js'))
