import { field, listAt, textAt } from '../../runtime/member.js'
import type { Listing } from '../../runtime/model/index.js'

/** What names of an account stand for, where the user gives none: all that there are. */
export const ibmListings: readonly Listing[] = [
  // without --provider its JSON holds classic clusters only
  listing('cluster', 'ks cluster ls --provider classic', clusters),
  listing('cluster', 'ks cluster ls --provider vpc-gen2', clusters),
  listing('region', 'ks cluster ls --provider classic', (data) => texts(itemsOf(data), 'region')),
  listing('transitGateway', 'tg gateways', (data) => texts(itemsOf(data, 'transit_gateways'), 'id')),
  listing('accessGroup', 'iam access-groups', (data) => texts(itemsOf(data, 'groups'), 'name')),
  listing('user', 'account users', (data) => texts(itemsOf(data, 'resources'), 'userId', 'user_id', 'email')),
  listing('serviceId', 'iam service-ids', (data) => texts(itemsOf(data, 'serviceids'), 'id')),
  listing('trustedProfile', 'iam trusted-profiles', (data) => texts(itemsOf(data, 'profiles'), 'id')),
  listing('classicGroup', 'sl securitygroup list', (data) =>
    itemsOf(data, 'groups')
      .map((item) => field(item, 'id'))
      .filter((id) => typeof id === 'number' || typeof id === 'string')
      .map(String),
  ),
]

function listing(name: string, command: string, values: Listing['values']): Listing {
  return { name, program: 'ibmcloud', args: [...command.split(' '), '--output', 'json'], values }
}

/** By their names; by their ids where two have one name. */
function clusters(data: unknown): string[] {
  const items = itemsOf(data)
  const names = texts(items, 'name')
  return new Set(names).size === names.length && names.length === items.length ? names : texts(items, 'id')
}

/** A bare list, or one in the wrapper of the API. */
function itemsOf(data: unknown, wrapper = 'clusters'): readonly unknown[] {
  return Array.isArray(data) ? data : listAt(data, wrapper)
}

/** Of each item the first of these fields that it has. */
function texts(items: readonly unknown[], ...fields: readonly string[]): string[] {
  return items.flatMap(
    (item) => fields.map((field) => textAt(item, field)).find((text) => text !== undefined) ?? [],
  )
}
