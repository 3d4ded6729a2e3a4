import { expect, test } from 'vitest'
import { kubernetes } from '../../platforms/kubernetes/index.js'
import { paramsInForce } from '../../runtime/library/params-in-force.js'
import { identity } from '../../wording/oscal/identity.js'
import { oscalMistakes } from '../../wording/oscal/schemas.fixture.js'
import { imageLibrary, imageReport } from '../images.fixture.js'
import { componentDefinition, definitionUuid } from './component-definition.js'

const library = imageLibrary()
const known = { library, platforms: [kubernetes], params: paramsInForce(library.loaded, []) }
const text = componentDefinition(known, '2026-01-01T00:00:00.000Z')
const { components } = JSON.parse(text)['component-definition']
const [images, alone, tool] = components

interface Said {
  readonly name: string
  readonly value: string
  readonly group?: string
  readonly uuid?: string
}

const said = (props: readonly Said[], group: string) =>
  props.filter((one) => one.group === group).map(({ name, value }) => `${name}: ${value}`)

test("NIST's schema accepts it", () => {
  expect(oscalMistakes('component-definition')(text)).toBeNull()
})

test('a guideline is a rule, its policies are checks, with the parameters that they read', () => {
  expect(said(images.props, 'images_fixed-tags')).toEqual([
    'Rule_Id: images/fixed-tags',
    'Rule_Description: A floating tag can bring other code. So name a version in `image`.',
    'Check_Id: images/no-latest',
    'Check_Description: Looks at containers.',
    'Parameter_Id: images_suffix',
    'Parameter_Description: What floats.',
    'Parameter_Value_Default: :latest',
    'Parameter_Id_1: images_trusted',
    'Parameter_Description_1: Not looked at.',
    'Parameter_Value_Default_1: []',
    'severity: high',
    'kind: requirement',
    'control: cm-2',
    'control: si-7',
  ])
  expect(said(images.props, 'images_readme')).toContain(
    'attestation-required: The base images were reviewed.',
  )
  expect(said(alone.props, 'named')).toContain('Check_Id: named')
})

test('rules and checks have the UUIDs by which results name them', () => {
  const uuidOf = (name: string) => images.props.find((one: Said) => one.name === name)?.uuid
  expect({ pack: images.uuid, tool: tool.uuid, rule: uuidOf('Rule_Id'), check: uuidOf('Check_Id') }).toEqual({
    pack: identity.pack('images'),
    tool: identity.tool,
    rule: identity.rule('images/fixed-tags'),
    check: identity.check('images/no-latest'),
  })
})

test('rules implement the controls of NIST that guidelines name, with the values in force', () => {
  const [{ source, 'set-parameters': params, 'implemented-requirements': requirements }] =
    images['control-implementations']
  expect(source).toMatch(/NIST_SP-800-53_rev5_catalog\.json$/)
  expect(params).toEqual([
    { 'param-id': 'images_suffix', values: [':latest'] },
    { 'param-id': 'images_trusted', values: ['[]'] },
  ])
  expect(
    requirements.map(({ 'control-id': control, props }: { 'control-id': string; props: readonly Said[] }) => [
      control,
      ...props.map(({ value }) => value),
    ]),
  ).toEqual([
    ['cm-2', 'images/fixed-tags', 'images/readme'],
    ['si-7', 'images/fixed-tags'],
  ])
  expect(alone).not.toHaveProperty('control-implementations')
})

test('no two properties of a component say the same: NIST wants them unique', () => {
  for (const { props = [] } of components) {
    const keys = props.map(({ name, value, group }: Said) => JSON.stringify([name, value, group]))
    expect(keys).toEqual([...new Set(keys)])
  }
})

test('the time of writing changes neither UUID nor version', () => {
  const later = componentDefinition(known, '2027-01-01T00:00:00.000Z')
  expect(later).not.toBe(text)
  expect(definitionUuid(later)).toBe(definitionUuid(text))
  expect(componentDefinition(known, '2026-01-01T00:00:00.000Z')).toBe(text)
  const run = imageReport()
  const changed = componentDefinition(
    { ...known, report: { ...run, params: [] } },
    '2026-01-01T00:00:00.000Z',
  )
  expect(definitionUuid(changed)).not.toBe(definitionUuid(text))
})

test.each(['', 'null', '[]', '{"component-definition": 1}', '<!-- -->'])(
  '%j is no component definition',
  (other) => {
    expect(definitionUuid(other)).toBeUndefined()
  },
)
