import type { NewProject } from './new-project.ts';

/** Versions that were tested together; those of our packages are this one's. */
const DEPENDENCIES = { 'reflect-metadata': '^0.2.2', tsyringe: '^4.10.0', zod: '^4.6.7' };
const DEV_DEPENDENCIES = {
  '@types/node': '^20.19.0',
  typescript: '^7.0.2',
  vite: '^8.3.8',
  vitest: '^4.1.12',
};

/** Dependencies with an install script. pnpm fails until each is decided and npm warns; none of them has to run. */
export const NO_INSTALL_SCRIPTS = ['cpu-features', 'esbuild', 'msgpackr-extract', 'protobufjs', 'ssh2'];

/** The package.json of a new project. */
export function manifest({ name, template, version, manager = 'npm' }: NewProject): object {
  const { packages, optional } = template;
  const ours = ['@docktopus/core', '@docktopus/dashboard', '@docktopus/runner', ...packages];
  const at = (names: readonly string[]) => Object.fromEntries(names.map((each) => [each, `^${version}`]));
  return {
    name,
    version: '0.0.0',
    private: true,
    type: 'module',
    engines: { node: '>=20.19' },
    scripts: {
      dev: 'docktopus dev src/main.ts',
      build: 'tsc -p tsconfig.build.json',
      start: 'node --enable-source-maps dist/main.js',
      typecheck: 'tsc --noEmit',
      test: 'vitest run',
      'test:engine': 'DOCKTOPUS_TEST_ENGINE=docker vitest run',
    },
    dependencies: sorted({ ...at(ours), ...DEPENDENCIES }),
    ...(optional && { optionalDependencies: optional }),
    devDependencies: sorted({ ...at(['docktopus', '@docktopus/testing']), ...DEV_DEPENDENCIES }),
    ...(manager === 'npm' && {
      allowScripts: Object.fromEntries(NO_INSTALL_SCRIPTS.map((dependency) => [dependency, false])),
    }),
  };
}

function sorted(packages: Readonly<Record<string, string>>): object {
  return Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b)));
}
