import { field, isRecord, listAt, textAt } from '../../runtime/member.js'
import { collectionSource, type Item, type Kind, type View } from './collections.js'

const accessGroup: Kind = {
  type: 'ibm.iam/AccessGroup',
  lists: ['groups'],
  is: (item) => textAt(item, 'id')?.startsWith('AccessGroupId-') ?? false,
}

const member: Kind = {
  type: 'ibm.iam/AccessGroupMember',
  lists: ['members'],
  is: (item) => 'iam_id' in item && ('membership_type' in item || 'membershipType' in item),
  idOf: (item) => textAt(item, 'iam_id'),
}

/** A policy of version 2 as version 1 writes it, with what only version 2 can say beside it. */
const asVersion1: View = {
  data: (item) =>
    isVersion2(item)
      ? {
          ...item,
          roles: listAt(item, 'control', 'grant', 'roles'),
          subjects: sides(item, 'subject'),
          resources: sides(item, 'resource'),
        }
      : item,
  pointer: (pointer, item) =>
    isVersion2(item)
      ? pointer
          .replace(/^\/roles(?=\/|$)/, '/control/grant/roles')
          .replace(/^\/(subject|resource)s(?:\/0(?=\/|$))?/, '/$1')
          .replace(/^(\/(?:subject|resource)\/(?:attributes|tags)\/\d+\/)name$/, '$1key')
      : pointer,
}

/** The one subject or resource of a policy of version 2 as a list: attributes have a `name`, not a `key`. */
function sides(item: Item, side: 'subject' | 'resource'): readonly unknown[] {
  const one = field(item, side)
  if (!isRecord(one)) return []
  const withNames = (list: string) =>
    listAt(one, list).map((attribute) =>
      isRecord(attribute)
        ? { ...attribute, name: field(attribute, 'name') ?? field(attribute, 'key') }
        : attribute,
    )
  return [{ ...one, attributes: withNames('attributes'), ...('tags' in one && { tags: withNames('tags') }) }]
}

const policy: Kind = {
  type: 'ibm.iam/Policy',
  lists: ['policies'],
  is: (item) => isVersion2(item) || (Array.isArray(item.roles) && Array.isArray(item.resources)),
  view: asVersion1,
}

function isVersion2(item: Item): boolean {
  return isRecord(item.control) && (isRecord(item.resource) || isRecord(item.subject))
}

export const iamKinds: readonly Kind[] = [accessGroup, member, policy]

/** `ibmcloud iam …` and the answers of its API: access groups, their members, and policies of both versions. */
export const ibmIam = collectionSource(
  'ibm-iam',
  'ibmcloud iam access-groups, access-group-users, …-policies --output json, of API v1 and v2',
  iamKinds,
)
