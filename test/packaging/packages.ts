/** The packages that ship, and the entry points that each promises in its exports map. */
export const PACKAGES = [
  {
    name: '@docktopus/core',
    folder: 'packages/core',
    entryPoints: ['@docktopus/core', '@docktopus/core/spec', '@docktopus/core/engine', '@docktopus/core/kit'],
  },
  { name: '@docktopus/dashboard', folder: 'packages/dashboard', entryPoints: ['@docktopus/dashboard'] },
  {
    name: '@docktopus/runner',
    folder: 'packages/runner',
    entryPoints: ['@docktopus/runner', '@docktopus/runner/durable'],
  },
  {
    name: '@docktopus/testing',
    folder: 'packages/testing',
    entryPoints: [
      '@docktopus/testing',
      '@docktopus/testing/contract',
      '@docktopus/testing/job-store',
      '@docktopus/testing/vitest',
    ],
  },
] as const;
