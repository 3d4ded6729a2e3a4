import { loadPolicies } from 'policytest'
import { policyTests, usePolicies } from 'policytest/vitest'
import { expect, test } from 'vitest'
import { deployment } from './manifest.js'
import { ownImages } from './policies.js'

// Each case of policies/*.test.yaml is a test.
policyTests('policies')

const policies = usePolicies(loadPolicies(['policies', ownImages]))

test('what we deploy keeps every policy', () => {
  const web = deployment('web', { image: 'registry.example.com/web:1.4.2' })
  for (const policy of policies.ids) expect(web).toPass(policy)
})

test('an image from elsewhere is found at its container', () => {
  expect(deployment('web', { image: 'docker.io/nginx:1.29' })).toViolate('own-images', {
    at: '/spec/template/spec/containers/0',
    message: /docker\.io/,
  })
})
