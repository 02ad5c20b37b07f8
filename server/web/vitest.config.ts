import { defineConfig } from 'vitest/config'

export default defineConfig({
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  test: {
    environment: 'jsdom',
    include: ['*/tests/**/*.test.{ts,tsx}'],
    restoreMocks: true,
  },
})
