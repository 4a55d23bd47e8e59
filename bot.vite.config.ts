import { defineConfig } from 'vite';

const PROGRAMS = [
  'main',
  'cli/audit-archive',
  'cli/audit-export',
  'cli/audit-verify',
  'cli/doctor',
  'cli/forget',
  'cli/records-accept',
];

/**
 * dist/: each program in a few files instead of three hundred, because opening files is most of what a start costs. The packages
 * that are small modules by the hundred come along; those that bring their own world stay in node_modules.
 */
// biome-ignore lint/style/noDefaultExport: vite reads the default export
export default defineConfig({
  ssr: {
    noExternal: true,
    external: [
      '@resvg/resvg-js',
      '@slack/bolt',
      '@slack/web-api',
      'bullmq',
      'ioredis',
      'pino',
      'prom-client',
      'undici',
    ],
  },
  build: {
    ssr: true,
    outDir: 'dist',
    emptyOutDir: true,
    target: 'node20',
    sourcemap: true,
    minify: false,
    rollupOptions: {
      input: Object.fromEntries(PROGRAMS.map((name) => [name, `src/${name}.ts`])),
      output: { entryFileNames: '[name].js', chunkFileNames: 'shared/[name].js' },
    },
  },
});
