import { resolve } from 'node:path'
import { inputError } from '../../runtime/input-error.js'
import { attest } from '../../runtime/library/attest.js'
import { loadLibrary } from '../../runtime/library/library.js'
import { displayPath } from '../../runtime/paths.js'
import { exitCodes } from '../exit-codes.js'
import type { CommonFlags } from '../flags.js'
import { requirePolicies } from '../require-policies.js'
import { readSettings } from '../settings.js'
import type { World } from '../world.js'
import { writeWhole } from '../write-whole.js'

export interface AttestFlags extends CommonFlags {
  readonly by?: string
  readonly expires?: string
  readonly failed?: boolean
  readonly statement?: string
  readonly evidence?: string
  readonly file?: string
}

/** `policytest attest <guideline>`: adds a person's word to the file of attestations. */
export function attestCommand(guideline: string, flags: AttestFlags, world: World): number {
  const { root, messages } = world
  const settings = readSettings(flags, world)
  const library = loadLibrary({ ...settings.base, policies: requirePolicies(settings) })
  const [known, ...others] = settings.attestationFiles
  if (flags.file === undefined && others.length > 0)
    throw inputError('usage', 'the configuration names several files of attestations', {
      hint: 'say which one with --file',
    })
  const file = resolve(root, flags.file ?? known ?? 'attestations.yaml')
  const shown = displayPath(root, file)
  const { attestation, text } = attest(guideline, flags, { library, root, file, now: settings.base.now })
  writeWhole(file, text)
  const how = flags.failed ? 'does not hold by the word of' : 'is attested by'
  messages.say(`${shown}: ${guideline} ${how} ${attestation.by} until ${attestation.expires}`)
  if (!settings.attestationFiles.includes(file))
    messages.say(`name the file in the configuration: 'attestations: [${shown}]'`)
  return exitCodes.clean
}
