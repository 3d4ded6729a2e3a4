import { existsSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { sha256Of } from '../../runtime/documents/digest.js'
import { readBytes } from '../../runtime/documents/read-bytes.js'
import { withEntry, yamlOf } from '../../runtime/documents/yaml-text.js'
import { inputError } from '../../runtime/input-error.js'
import { type Library, loadLibrary } from '../../runtime/library/library.js'
import { apiVersion } from '../../runtime/model/index.js'
import { displayPath } from '../../runtime/paths.js'
import { isDay, parseAttestations, type RequiredAttestation } from '../../runtime/policies/index.js'
import { didYouMean } from '../../runtime/suggest.js'
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
  const settings = readSettings(flags, world)
  const library = loadLibrary({ ...settings.base, policies: requirePolicies(settings) })
  const required = requiredOf(guideline, library)
  const date = settings.base.now.toISOString().slice(0, 10)
  const [known, ...others] = settings.attestationFiles
  if (flags.file === undefined && others.length > 0)
    throw inputError('usage', 'the configuration names several files of attestations', {
      hint: 'say which one with --file',
    })
  const file = resolve(world.root, flags.file ?? known ?? 'attestations.yaml')
  const shown = displayPath(world.root, file)
  const entry = {
    guideline,
    by: worded('--by', flags.by, 'says who confirms it, and has to be given'),
    date,
    expires: expiryOf(flags.expires, date, guideline, required),
    ...(flags.failed && { result: 'failed' }),
    ...(flags.statement !== undefined && {
      statement: worded('--statement', flags.statement, 'says nothing'),
    }),
    ...(flags.evidence !== undefined && evidenceOf(flags.evidence, file, world)),
  }
  const text = textWith(entry, file, shown)
  // What is written can be read.
  parseAttestations(shown, text)
  writeWhole(file, text)
  world.messages.say(
    `${shown}: ${guideline} ${flags.failed ? 'does not hold by the word of' : 'is attested by'} ${entry.by} until ${entry.expires}`,
  )
  if (!settings.attestationFiles.includes(file))
    world.messages.say(`name the file in the configuration: 'attestations: [${shown}]'`)
  return exitCodes.clean
}

/** @throws InputError for a guideline that is not there, or needs nobody's word */
function requiredOf(guideline: string, { loaded, policies }: Library): RequiredAttestation {
  const all = loaded.packs.flatMap(({ name, guidelines }) =>
    guidelines.map(({ id, attestation }) => ({ id: `${name}/${id}`, attestation })),
  )
  const found = all.find(({ id }) => id === guideline)
  if (!found) {
    const asked = all.filter(({ attestation }) => attestation).map(({ id }) => id)
    const hint =
      didYouMean(guideline, asked, 'guidelines') ??
      didYouMean(
        guideline,
        all.map(({ id }) => id),
        'guidelines',
      )
    throw inputError(
      'unknown-reference',
      `unknown guideline '${guideline}'`,
      hint === undefined ? {} : { hint },
    )
  }
  const judges = policies.filter(({ guidelines }) => guidelines.includes(guideline)).map(({ id }) => id)
  if (found.attestation && judges.length === 0) return found.attestation
  throw inputError('usage', `'${guideline}' needs no attestation`, {
    hint:
      judges.length > 0
        ? `it is judged by ${judges.join(', ')}`
        : "its pack asks for none: add 'attestation' to it there",
  })
}

function worded(flag: string, given: string | undefined, what: string): string {
  if (given === undefined || given.trim() === '') throw inputError('usage', `${flag} ${what}`)
  return given
}

/** The last day on which the word holds: within what the pack allows. */
function expiryOf(
  given: string | undefined,
  date: string,
  guideline: string,
  { everyDays }: RequiredAttestation,
): string {
  const last =
    everyDays === undefined
      ? undefined
      : new Date(Date.parse(date) + everyDays * 86_400_000).toISOString().slice(0, 10)
  if (given === undefined) {
    if (last !== undefined) return last
    throw inputError(
      'usage',
      '--expires says until when it holds, and has to be given: the pack sets no limit',
    )
  }
  if (!isDay(given))
    throw inputError('usage', `--expires: '${given}' is not a date`, { hint: 'write it as 2027-03-31' })
  if (given < date) throw inputError('usage', `--expires: ${given} has passed`)
  if (last !== undefined && given > last)
    throw inputError(
      'usage',
      `--expires: ${given} is too late: ${guideline} has to be confirmed every ${everyDays} days`,
      {
        hint: `the last day is ${last}`,
      },
    )
  return given
}

/** The evidence as the file of attestations names it, with its digest. */
function evidenceOf(path: string, file: string, world: World) {
  const absolute = resolve(world.root, path)
  const bytes = readBytes(absolute, displayPath(world.root, absolute))
  return { evidence: relative(dirname(file), absolute).split(sep).join('/'), evidenceSha256: sha256Of(bytes) }
}

function textWith(value: object, file: string, shown: string): string {
  const path = ['spec', 'attestations']
  if (!existsSync(file)) {
    return yamlOf({ apiVersion, kind: 'Attestations', spec: { attestations: [] } }, path, [{ value }])
  }
  const text = readFileSync(file, 'utf8')
  parseAttestations(shown, text)
  return withEntry(text, path, { value })
}
