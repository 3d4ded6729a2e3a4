import { schemaNames, schemaText } from '../src/runtime/policies/schemas.js'

interface Schema {
  readonly title?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly additionalProperties?: Schema | boolean
  readonly anyOf?: readonly Schema[]
  readonly format?: string
  readonly $ref?: string
  readonly definitions?: Readonly<Record<string, Schema>>
}

const files: Readonly<Record<string, string>> = {
  policy: '`<policy>.yaml`',
  pack: '`pack.yaml`',
  'policy-test': '`<policy>.test.yaml`',
  config: '`policytest.config.yaml`',
  waivers: 'any name, given with `--waivers` or in the configuration',
  attestations: 'any name, given in the configuration',
  params: 'any name, given with `--params`',
  snapshot: '`snapshot.yaml`, beside the exports that it lists',
}

/** docs/reference/formats.md: every key of every file format, from the schemas that validate at run time. */
export function formatsReference(): string {
  return [
    '# File formats',
    '',
    'Generated from the definitions that validate at run time (`npm run generate`). The JSON Schemas are in',
    '[docs/schema](../schema); an editor with the YAML language server completes and checks with the first line',
    '',
    '```yaml',
    '# yaml-language-server: $schema=../node_modules/policytest/docs/schema/policy.schema.json',
    '```',
    '',
    'or a relative path to the schema file. Unknown keys are errors everywhere. **Bold** keys are required.',
    '',
    ...schemaNames.flatMap(section),
  ].join('\n')
}

function section(name: (typeof schemaNames)[number]): string[] {
  const root = JSON.parse(schemaText(name)) as Schema
  return [
    `## ${root.title ?? name}`,
    '',
    root.description ?? '',
    '',
    `File: ${files[name] ?? 'any name'}. Schema: [${name}.schema.json](../schema/${name}.schema.json).`,
    '',
    '| key | value | meaning |',
    '| --- | --- | --- |',
    ...rows(root, root, ''),
    '',
  ]
}

function rows(schema: Schema, root: Schema, path: string): string[] {
  const resolved = resolve(schema, root)
  const required = new Set(resolved.required)
  return Object.entries(resolved.properties ?? {}).flatMap(([key, child]) => {
    const at = path === '' ? key : `${path}.${key}`
    const shown = required.has(key) ? `**\`${at}\`**` : `\`${at}\``
    const row = `| ${shown} | ${cell(typeOf(child, root))} | ${cell(descriptionOf(child, root))} |`
    return [row, ...(isOpaque(child) ? [] : nested(child, root, at))]
  })
}

function nested(schema: Schema, root: Schema, at: string): string[] {
  const resolved = resolve(schema, root)
  if (resolved.properties) return rows(resolved, root, at)
  if (resolved.items && !isOpaque(resolved.items)) return nested(resolved.items, root, `${at}[]`)
  return (resolved.anyOf ?? []).flatMap((option) => (isOpaque(option) ? [] : nested(option, root, at)))
}

/** Shared definitions that explain themselves: shown by name, not unfolded at every use. */
function isOpaque({ $ref }: Schema): boolean {
  return $ref !== undefined
}

function resolve(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return (name !== undefined && root.definitions?.[name]) || schema
}

function typeOf(schema: Schema, root: Schema): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ')
  if (schema.$ref) return resolve(schema, root).description ?? schema.$ref.split('/').at(-1) ?? ''
  if (schema.anyOf) return [...new Set(schema.anyOf.map((option) => typeOf(option, root)))].join(' or ')
  if (schema.items) return `list of ${typeOf(schema.items, root)}`
  if (schema.format) return schema.format
  if (schema.properties) return 'map'
  if (schema.additionalProperties) return 'map'
  return schema.type === undefined ? 'any value' : String(schema.type)
}

function descriptionOf(schema: Schema, root: Schema): string {
  if (schema.description !== undefined) return schema.description
  return schema.items ? (resolve(schema.items, root).description ?? '') : ''
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;').replaceAll('*', '\\*')
}
