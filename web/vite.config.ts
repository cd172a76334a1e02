import { defineConfig } from 'vite'

// The pages are rendered by the Go service; Vite only makes the files that they
// load, with the hash of their content in the name, and a manifest to find them.
export default defineConfig({
  base: '/',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['src/home.ts', 'src/page.ts', 'src/compare.ts', 'src/entry.ts', 'src/embed.ts', 'src/data.ts'], checks: { pluginTimings: false } },
    chunkSizeWarningLimit: 1200,
  },
  worker: { format: 'es' },
  css: {
    preprocessorOptions: {
      scss: {
        loadPaths: ['node_modules/bootstrap-italia/src/scss'],
        quietDeps: true,
        silenceDeprecations: ['import', 'global-builtin', 'color-functions', 'if-function'],
      },
    },
  },
})
