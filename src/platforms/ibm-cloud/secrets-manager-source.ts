import { textAt } from '../../runtime/member.js'
import { collectionSource, type Kind } from './collections.js'

export const secretsManagerKinds: readonly Kind[] = [
  {
    type: 'ibm.secrets-manager/Secret',
    lists: ['secrets'],
    is: (item) => textAt(item, 'secret_type') !== undefined && 'secret_group_id' in item,
  },
]

/** What Secrets Manager lists of its secrets: names, dates, states; never what is in them. */
export const ibmSecretsManager = collectionSource(
  'ibm-secrets-manager',
  'ibmcloud secrets-manager secrets --output json',
  secretsManagerKinds,
)
