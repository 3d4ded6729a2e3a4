import * as z from 'zod'
import { failOnNames, kubernetesVersions, strictNames, undecidedNames } from '../../model/index.js'
import { once } from '../../once.js'
import { attestation } from '../attestations.js'
import { envelope } from '../formats/envelope.js'
import { day, name, paramValues, referenceGlob, subject, text, typeGlob } from '../formats/words.js'
import { override } from '../overrides.js'
import { waiver } from '../waivers.js'

/** The file format of policytest.config.yaml. */
export const configFormat = once(() => {
  const input = z.union([
    text,
    z.strictObject({
      path: text.describe('A file, folder or glob, relative to this file.'),
      source: text.describe('The source that reads it, where its shape does not tell.').exactOptional(),
      subject: subject.exactOptional(),
      packs: z.array(name).min(1).describe('The packs that judge it. Default: all.').exactOptional(),
    }),
  ])

  const reporter = z.union([
    z
      .string()
      .regex(/^[a-z][-a-z0-9]*(=.+)?$/, { error: 'is not a reporter: write it as <name> or <name>=<file>' })
      .describe('<name> or <name>=<file>'),
    z.strictObject({ name: text, file: text.describe('Default: standard output.').exactOptional() }),
  ])

  /** Somebody accepts that guidelines are not decided. */
  const acceptance = z.strictObject({
    guideline: referenceGlob.describe('Full id of a guideline; * and ? are wildcards.'),
    status: z.enum(undecidedNames).describe('What is accepted; with another status the guideline counts.'),
    reason: text.describe('Why it need not be decided.'),
    owner: text.describe('Who answers for it.').exactOptional(),
    expires: day
      .describe('The last day on which it holds. Default: it holds until it is removed.')
      .exactOptional(),
  })

  const keyPath = z
    .string()
    .regex(/^[^.\s]+(\.[^.\s]+)*$/, {
      error: 'is not a path: write keys separated by dots, as in spec.token',
    })
    .describe('Keys from the top of the resource, separated by dots; * stands for any key or index.')

  return envelope(
    'Config',
    z.strictObject({
      extends: z
        .array(text)
        .min(1)
        .describe(
          'Configurations that are under this one: files or folders, relative to this file, or npm:<package>; what this file says goes before, what they say of policies, parameters and the like is added.',
        )
        .exactOptional(),
      policies: z
        .array(text)
        .min(1)
        .describe(
          'Files, folders or globs with policies; policytest:<pack> for a pack that ships, npm:<package> for an installed one.',
        )
        .exactOptional(),
      tests: z
        .array(text)
        .min(1)
        .describe('Files, folders or globs with tests. Default: those of policies.')
        .exactOptional(),
      exclude: z
        .array(text)
        .min(1)
        .describe(
          'Globs, relative to this file, of files and folders that are left out of the folders of policies and exports.',
        )
        .exactOptional(),
      inputs: z.array(input).describe('The exports to judge.').exactOptional(),
      params: z.record(name, paramValues).describe('Values of parameters by pack.').exactOptional(),
      profiles: z.record(name, name).describe('The profile of each pack.').exactOptional(),
      overrides: z
        .array(override())
        .describe(
          'What is said against the packs: other severities, and what is not judged, each with a reason.',
        )
        .exactOptional(),
      waivers: z
        .array(z.union([text, waiver()]))
        .describe('Waivers, or files of them.')
        .exactOptional(),
      attestations: z
        .array(z.union([text, attestation()]))
        .describe('Attestations, or files of them.')
        .exactOptional(),
      strict: z
        .boolean()
        .describe('Whether all that is not decided, not read or without effect fails the run.')
        .exactOptional(),
      allow: z
        .array(z.enum(strictNames))
        .describe('What a strict run lets pass all the same, by name.')
        .exactOptional(),
      accept: z
        .array(acceptance)
        .describe('Guidelines of which a strict run accepts that they are not decided, each with a reason.')
        .exactOptional(),
      reporters: z.array(reporter).exactOptional(),
      failOn: z
        .enum(failOnNames)
        .describe(
          'Findings of this severity or worse fail the run; of `new` only those that the baseline does not know, of `new,high` the severe ones of them.',
        )
        .exactOptional(),
      baseline: text
        .describe(
          'A report of the json reporter: its findings are known, those of a scan are marked as known or new.',
        )
        .exactOptional(),
      kubernetesVersion: z
        .enum(kubernetesVersions)
        .describe(
          'The API server whose rules policies of Kubernetes have to keep. Default: the newest that is known.',
        )
        .exactOptional(),
      redact: z
        .array(
          z.union([
            keyPath,
            z.strictObject({ type: typeGlob.describe('Resources of these types only.'), path: keyPath }),
          ]),
        )
        .describe('Values that must never be shown, beside those of Secrets and kubeconfigs.')
        .exactOptional(),
      redactContainers: z
        .boolean()
        .describe(
          'Never show the values of `env`, the `args` and the `command` of containers. Default: false.',
        )
        .exactOptional(),
      quiet: z.boolean().exactOptional(),
    }),
  ).meta({ title: 'Config', description: 'What `policytest` does when it is called without arguments.' })
})

export type ConfigDocument = z.infer<ReturnType<typeof configFormat>>
