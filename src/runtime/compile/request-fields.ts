/** The names and types of the fields of `request`; the API server offers expressions no others. */
export const requestFields = {
  kind: { fields: { group: 'string', version: 'string', kind: 'string' } },
  resource: { fields: { group: 'string', version: 'string', resource: 'string' } },
  subResource: 'string',
  requestKind: { fields: { group: 'string', version: 'string', kind: 'string' } },
  requestResource: { fields: { group: 'string', version: 'string', resource: 'string' } },
  requestSubResource: 'string',
  name: 'string',
  namespace: 'string',
  operation: 'string',
  userInfo: {
    fields: {
      username: 'string',
      uid: 'string',
      groups: 'list<string>',
      extra: 'map<string, list<string>>',
    },
  },
  dryRun: 'bool',
  options: 'dyn',
} as const
