import * as z from 'zod'
import { attestationsFormat } from './attestations.js'
import { configFormat } from './config/format.js'
import { firewallRulesFormat } from './firewall-rules.js'
import { fixFormat } from './fix/format.js'
import { packFormat } from './pack/format.js'
import { paramsFormat } from './params/layers.js'
import { policyFormat } from './policy/format.js'
import { snapshotFormat } from './snapshot.js'
import { policyTestFormat } from './tests/format.js'
import { waiversFormat } from './waivers.js'

const formats = {
  attestations: attestationsFormat,
  config: configFormat,
  'firewall-rules': firewallRulesFormat,
  fix: fixFormat,
  pack: packFormat,
  params: paramsFormat,
  policy: policyFormat,
  'policy-test': policyTestFormat,
  snapshot: snapshotFormat,
  waivers: waiversFormat,
} as const satisfies Record<string, () => z.ZodType>

/** The names of the published JSON Schemas of the files that people write: docs/schema/<name>.schema.json. */
export const schemaNames = Object.keys(formats) as readonly (keyof typeof formats)[]

/** The text of a published JSON Schema. Draft 7: what editors understand. */
export function schemaText(name: keyof typeof formats): string {
  const schema = z.toJSONSchema(formats[name](), { target: 'draft-7', io: 'input' })
  return `${JSON.stringify(schema, null, 2)}\n`
}
