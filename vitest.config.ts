import { defineConfig } from 'vitest/config'

export default defineConfig({
  // What examples and configurations import is what is here.
  resolve: { alias: { policytest: new URL('src/index.ts', import.meta.url).pathname } },
  test: { include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'], testTimeout: 60_000 },
})
