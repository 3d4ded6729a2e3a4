import type { Platform } from '../../runtime/model/index.js'
import { csv } from './csv.js'
import { dotenv, secretVariables } from './dotenv.js'
import { ini } from './ini.js'
import { toml } from './toml.js'

/** Files of data of any kind, whose parsers are installed by those who have such files. */
export const dataFiles: Platform = {
  name: 'data-files',
  sources: [toml, ini, dotenv, csv],
  types: ['toml/*', 'ini/*', 'dotenv/*', 'csv/*'],
  sensitive: [secretVariables],
}
