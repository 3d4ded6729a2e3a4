import { policytest } from 'policytest/vitest/config'
import { defineConfig } from 'vitest/config'

// In watch mode a policy that changes runs the tests again that use it.
export default defineConfig({ plugins: [policytest()] })
