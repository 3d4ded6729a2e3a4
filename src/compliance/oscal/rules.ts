import type { ParamInForce } from '../../runtime/model/index.js'
import type { LoadedPolicy } from '../../runtime/policies/index.js'
import { controlProperties } from '../../wording/oscal/control.js'
import { identity } from '../../wording/oscal/identity.js'
import { type Property, property, ruleProperty } from '../../wording/oscal/property.js'
import { token } from '../../wording/oscal/text.js'
import { oneLine } from '../../wording/printable.js'
import type { Chapter, Entry } from '../book.js'
import { backgroundOf } from '../definitions.js'

/** A guideline as a rule, its policies as checks, and the parameters that these read: properties of one set. */
export function ruleSet(entry: Entry, chapter: Chapter): Property[] {
  const { id, statement, severity, kind, controls, policies, attestationRequired } = entry
  const set = token(id)
  const say = (name: string, value: string, uuid?: string) => ruleProperty(name, value, set, uuid)
  const more = [
    property('severity', severity),
    property('kind', kind),
    ...(attestationRequired
      ? [property('attestation-required', oneLine(attestationRequired.statement))]
      : []),
    ...controlProperties(controls),
  ]
  return [
    say('Rule_Id', id, identity.rule(id)),
    say('Rule_Description', oneLine(statement)),
    ...policies.flatMap((loaded) => checkProperties(loaded, entry, set)),
    ...paramsOf(entry, chapter).flatMap((param, i) => {
      const suffix = i === 0 ? '' : `_${i}`
      return [
        say(`Parameter_Id${suffix}`, paramId(param)),
        say(`Parameter_Description${suffix}`, oneLine(param.description ?? param.name)),
        ...('default' in param || param.from === 'default'
          ? [say(`Parameter_Value_Default${suffix}`, paramText(defaultOf(param)))]
          : []),
      ]
    }),
    ...more.map((one) => ({ ...one, group: set })),
  ]
}

/** What the tool has to know of a rule: its checks. */
export function checkSet(entry: Entry): Property[] {
  const set = token(entry.id)
  return [
    ruleProperty('Rule_Id', entry.id, set),
    ...entry.policies.map(({ id }) => ruleProperty('Check_Id', id, set)),
  ]
}

/** The parameters that the policies of a guideline read, by themselves or through others, each once. */
export function paramsOf({ policies }: Pick<Entry, 'policies'>, chapter: Chapter): ParamInForce[] {
  const read = new Set(
    policies.flatMap((loaded) => {
      const compiled = chapter.compiled.get(loaded.id)
      return compiled ? backgroundOf(loaded, compiled).params.map(({ of, name }) => `${of}/${name}`) : []
    }),
  )
  return chapter.params.filter(({ of, name }) => read.has(`${of}/${name}`))
}

export function paramId({ of, name }: ParamInForce): string {
  return token(`${of}/${name}`)
}

/** A value as text: a list or a number as JSON. */
export function paramText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function defaultOf(param: ParamInForce): unknown {
  return param.from === 'default' ? param.value : param.default
}

/** A policy that enforces several guidelines has its UUID with the first of them. */
function checkProperties({ id, policy }: LoadedPolicy, entry: Entry, set: string): Property[] {
  const { title, description = title ?? policy.name, guidelines } = policy
  const isFirst = guidelines.length === 0 || entry.id.endsWith(`/${guidelines[0]?.id}`)
  return [
    ruleProperty('Check_Id', id, set, isFirst ? identity.check(id) : undefined),
    ruleProperty('Check_Description', oneLine(description), set),
  ]
}
