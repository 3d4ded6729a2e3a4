import { existsSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { sha256Of } from '../documents/digest.js'
import { readBytes } from '../documents/read-bytes.js'
import { withEntry, yamlOf } from '../documents/yaml-text.js'
import { inputError } from '../input-error.js'
import { type Attestation, apiVersion } from '../model/index.js'
import { displayPath } from '../paths.js'
import { isDay, parseAttestations, type RequiredAttestation } from '../policies/index.js'
import { didYouMean } from '../suggest.js'
import type { Library } from './library.js'

/** A person's word on a guideline. */
export interface Word {
  /** Who gives it. */
  readonly by: string
  /** The last day on which it holds. Default: as long as the pack allows. */
  readonly expires?: string | undefined
  /** Whether it says that the guideline does not hold. */
  readonly failed?: boolean | undefined
  readonly statement?: string | undefined
  /** A file that shows it; its digest is kept. */
  readonly evidence?: string | undefined
}

/** An attestation, and the file of attestations with it. */
export interface Attested {
  readonly attestation: Attestation
  /** The whole text of the file; what stands there already stays as it is, comments included. */
  readonly text: string
}

/**
 * A person's word as an entry of a file of attestations. Writes nothing.
 * @param file absolute path of the file, which need not be there
 * @throws InputError for a guideline that is not there or needs nobody's word, for a word that says nothing, and for mistakes
 * of the file
 */
export function attest(
  guideline: string,
  word: Partial<Word>,
  { library, root, file, now }: { library: Library; root: string; file: string; now: Date },
): Attested {
  const required = requiredOf(guideline, library)
  const date = now.toISOString().slice(0, 10)
  const attestation: Attestation = {
    guideline,
    by: worded('by', word.by, 'says who confirms it, and has to be given'),
    date,
    expires: expiryOf(word.expires, date, guideline, required),
    ...(word.failed && { result: 'failed' as const }),
    ...(word.statement !== undefined && {
      statement: worded('statement', word.statement, 'says nothing'),
    }),
    ...(word.evidence !== undefined && evidenceOf(word.evidence, file, root)),
  }
  const shown = displayPath(root, file)
  const text = textWith(attestation, file, shown)
  // What is written can be read.
  parseAttestations(shown, text)
  return { attestation, text }
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

function worded(option: string, given: string | undefined, what: string): string {
  if (given === undefined || given.trim() === '') throw inputError('usage', `'${option}' ${what}`)
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
      "'expires' says until when it holds, and has to be given: the pack sets no limit",
    )
  }
  if (!isDay(given))
    throw inputError('usage', `expires: '${given}' is not a date`, { hint: 'write it as 2027-03-31' })
  if (given < date) throw inputError('usage', `expires: ${given} has passed`)
  if (last !== undefined && given > last)
    throw inputError(
      'usage',
      `expires: ${given} is too late: ${guideline} has to be confirmed every ${everyDays} days`,
      {
        hint: `the last day is ${last}`,
      },
    )
  return given
}

/** The evidence as the file of attestations names it, with its digest. */
function evidenceOf(path: string, file: string, root: string) {
  const absolute = resolve(root, path)
  const bytes = readBytes(absolute, displayPath(root, absolute))
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
