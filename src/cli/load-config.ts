import { findConfig, isCode } from '../config/find-config.js'
import { inputError } from '../runtime/input-error.js'
import { displayPath } from '../runtime/paths.js'
import type { CommonFlags } from './flags.js'
import type { World } from './world.js'

/** The configuration is a program, and the host runs none: the command line is for another one. */
export class ConfigIsCode extends Error {}

/**
 * Runs the configuration where it is a program, for whoever reads the settings afterwards. Nothing is run that does not lie
 * there or is not named.
 * @throws InputError for one that the flags refuse; ConfigIsCode for one that the host does not run
 */
export async function loadConfig(
  flags: Pick<CommonFlags, 'config' | 'configCode'>,
  world: World,
): Promise<void> {
  const path = findConfig(flags.config, world.root)
  if (path === undefined || !isCode(path)) return
  if (flags.configCode === false) {
    throw inputError(
      'config-code',
      `${displayPath(world.root, path)} is a program, which --no-config-code does not run`,
      {
        hint: 'name a configuration in YAML with --config, or leave --no-config-code out',
      },
    )
  }
  if (world.runsCode === false) throw new ConfigIsCode()
  const { loadConfigCode } = await import('../config/load-code.js')
  world.configCode = await loadConfigCode(path, world.root)
}
