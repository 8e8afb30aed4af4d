import { execFileSync } from 'node:child_process';

const FORBIDDEN = /\.tsbuildinfo$|\.test\.|\.fixture\.|(^|\/)node_modules\//;
const DEPENDENCIES = ['dependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * What is wrong with a tarball for those who install it; empty when nothing is.
 *
 * @param {string} tarball
 * @returns {string[]}
 */
export function tarballProblems(tarball) {
  const read = (/** @type {string[]} */ ...args) =>
    execFileSync('tar', [...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const files = read('-tzf', tarball)
    .split('\n')
    .map((file) => file.replace(/^package\//, ''))
    .filter(Boolean);
  const manifest = JSON.parse(read('-xzOf', tarball, 'package/package.json'));
  return [
    // Templates are projects of their own, with tests.
    ...files
      .filter((file) => !file.startsWith('templates/') && FORBIDDEN.test(file))
      .map((file) => `holds ${file}`),
    ...['README.md', 'LICENSE'].filter((file) => !files.includes(file)).map((file) => `has no ${file}`),
    ...['description', 'license', 'repository', 'engines'].flatMap((field) =>
      manifest[field] === undefined ? [`its manifest has no ${field}`] : [],
    ),
    ...DEPENDENCIES.flatMap((kind) =>
      Object.entries(manifest[kind] ?? {})
        .filter(([, version]) => /^(workspace|file|link):/.test(version))
        .map(([name, version]) => `${kind}.${name} is ${version}`),
    ),
    ...targetsOf([manifest.exports, manifest.bin])
      .map((target) => target.replace(/^\.\//, ''))
      .filter((target) => !files.includes(target))
      .map((target) => `its manifest names ${target}, which is not in it`),
  ];
}

/** The files that a manifest's map names, at any depth. @param {unknown} map @returns {string[]} */
function targetsOf(map) {
  if (typeof map === 'string') return [map];
  return typeof map === 'object' && map !== null ? Object.values(map).flatMap(targetsOf) : [];
}
