import * as z from 'zod'
import { once } from '../once.js'

/** What a report says of where its facts come from: parts of its schema. */
export const evidenceSchemas = once(() => {
  const text = z.string()
  const whole = z.int().min(0)
  const list = <T extends z.ZodType>(item: T) => z.array(item).readonly()

  const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

  const digest = { sha256: sha256.describe('Of the bytes that the run has read.'), bytes: whole }

  /** Reports of versions before 0.2 have none. */
  const recordedDigest = {
    sha256: digest.sha256.exactOptional(),
    bytes: digest.bytes.exactOptional(),
  }

  const provenance = {
    taken: z
      .object({
        at: text.describe('A day, or an instant with its zone.'),
        from: z
          .enum(['snapshot', 'file'])
          .describe('`file`: nobody says when; it is when the file was last written.'),
      })
      .readonly()
      .exactOptional(),
    command: text.describe('As one would type it.').exactOptional(),
    takenBy: text.exactOptional(),
    takenWith: text.describe('Name and version of the program that the command starts.').exactOptional(),
  }

  const revision = z
    .object({
      commit: text,
      dirty: z.boolean().describe('Whether one of the files differs from the commit, or is none of it.'),
    })
    .describe('The commit of the git repository in which the files lie.')
    .readonly()

  const packFiles = {
    file: text.describe('Its pack.yaml.'),
    files: whole.describe('How many of its files the run has read.'),
    sha256: sha256.describe(
      "Over a line for each of them, `<sha256>  <path from pack.yaml's folder>`, sorted by path.",
    ),
    revision: revision.exactOptional(),
  }

  /** Reports of versions before 0.2 have none. */
  const recordedFiles = {
    file: packFiles.file.exactOptional(),
    files: packFiles.files.exactOptional(),
    sha256: packFiles.sha256.exactOptional(),
    revision: packFiles.revision,
  }

  const importedPack = z.object({ id: text, ...packFiles }).readonly()

  const paramInForce = z
    .object({
      of: text.describe('The pack, or the policy without pack, that declares it.'),
      for: text
        .describe(
          'The pack whose policies see this value, where it hands it over to one that it imports from.',
        )
        .exactOptional(),
      name: text,
      value: z.unknown(),
      from: z
        .enum(['default', 'config', 'file', 'import'])
        .describe(
          '`default`: of the pack; `config`: policytest.config.yaml; `file`: that of --params; `import`: handed over.',
        ),
      place: z
        .object({ file: text, line: z.int().min(1) })
        .describe('Where a value stands that is not the default.')
        .readonly()
        .exactOptional(),
      default: z.unknown().describe('What it would be otherwise.').exactOptional(),
      isExemption: z
        .literal(true)
        .describe('What it lets through is not judged, or judged less strictly.')
        .exactOptional(),
      description: text.exactOptional(),
    })
    .readonly()

  const settingsFile = z
    .object({
      role: z.enum(['config', 'params', 'waivers', 'attestations', 'baseline']),
      file: text,
      ...digest,
    })
    .readonly()

  const members = {
    count: whole,
    listed: list(z.object({ file: text, ids: list(text) }).readonly()).describe(
      'Ids by file, both sorted: the first 100; beyond that they are only counted.',
    ),
  }

  const population = z
    .object({
      resources: whole.describe('How many resources of its types there were.'),
      judged: list(
        z
          .object({
            type: text,
            ...members,
            errors: whole.describe('How many of them could not be evaluated.'),
          })
          .readonly(),
      ),
      skipped: list(
        z
          .object({
            condition: text.describe('The match condition that left them out.').exactOptional(),
            reason: text.describe('Another reason, in words.').exactOptional(),
            times: whole
              .describe('How often, where it is not once for each of them: they were judged together.')
              .exactOptional(),
            ...members,
          })
          .readonly(),
      ),
      leftOut: whole
        .describe('How many the matchConstraints of a policy of Kubernetes leave out.')
        .exactOptional(),
    })
    .readonly()

  const policyTests = z
    .object({
      files: list(text),
      cases: whole,
      result: z
        .object({ at: z.iso.datetime(), passed: whole, failed: whole })
        .describe('What came of those that ran in this run; nothing when none ran.')
        .readonly()
        .exactOptional(),
      lastPassed: z.iso
        .datetime()
        .describe('When all of them passed the last time, as far as this run knows.')
        .exactOptional(),
    })
    .readonly()

  return {
    digest,
    recordedDigest,
    provenance,
    recordedFiles,
    importedPack,
    paramInForce,
    settingsFile,
    population,
    policyTests,
  }
})
