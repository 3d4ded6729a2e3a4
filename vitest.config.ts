import { defineConfig } from 'vitest/config'

export default defineConfig({
  // What examples and configurations import is what is here.
  resolve: { alias: { policytest: new URL('src/index.ts', import.meta.url).pathname } },
  test: {
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // No test changes what others see, so that they need not load everything anew: less than half of the time.
    isolate: false,
    maxWorkers: '100%',
  },
})
