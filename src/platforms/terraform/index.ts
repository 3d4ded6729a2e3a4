import type { Platform } from '../../runtime/model/index.js'
import { terraform as source } from './source.js'

/** What Terraform plans, and what it has made. */
export const terraform: Platform = {
  name: 'terraform',
  sources: [source],
  byHand: {
    'terraform/*': 'terraform plan -out plan && terraform show -json plan > plan.json',
    'terraform/Change': 'terraform plan -out plan && terraform show -json plan > plan.json',
  },
  types: ['terraform/Change', 'terraform/*'],
}
