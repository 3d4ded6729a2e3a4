import { isRecord, listAt } from '../../runtime/member.js'
import { collectionSource, type Item, type Kind } from './collections.js'

const securityGroup: Kind = {
  type: 'ibm.sl/SecurityGroup',
  lists: [],
  is: (item) => isClassicGroup(item) || isListed(item),
  idOf: (item) => String(item.id),
  lacks: (item) =>
    Array.isArray(item.rules)
      ? undefined
      : {
          message: 'the list of groups does not show their rules',
          hint: `ibmcloud sl securitygroup detail ${String(item.id)} --output json, for each group`,
        },
}

/** Whether it is a group of classic infrastructure with its rules, as `detail` shows it. */
export function isClassicGroup(data: unknown): boolean {
  if (!isRecord(data) || !isNumber(data.id) || !Array.isArray(data.rules)) return false
  const rules = listAt(data, 'rules')
  const sides = ['remoteIp', 'remoteGroupId', 'portRangeMin']
  return rules.length === 0
    ? 'networkComponentBindings' in data
    : rules.every((rule) => isRecord(rule) && 'direction' in rule && sides.some((side) => side in rule))
}

/** What `list` shows of a group. */
function isListed(item: Item): boolean {
  const known = ['id', 'name', 'description', 'createDate', 'modifyDate']
  return isNumber(item.id) && 'createDate' in item && Object.keys(item).every((key) => known.includes(key))
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint'
}

export const slKinds: readonly Kind[] = [securityGroup]

/** `ibmcloud sl securitygroup …`: the groups of classic infrastructure. */
export const ibmSl = collectionSource(
  'ibm-sl',
  'ibmcloud sl securitygroup detail|list --output json',
  slKinds,
)
