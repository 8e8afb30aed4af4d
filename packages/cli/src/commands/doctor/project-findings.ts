import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { isDocktopusError } from '@docktopus/core';
import { hostError, isRecord, parseJsonFile } from '@docktopus/core/kit';
import { type Finding, fail, ok, warn } from './finding.ts';

/** What programs import beside our packages. */
const PEERS = ['reflect-metadata', 'tsyringe'] as const;

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Whether the project in `folder` can run a blueprint; nothing for a folder that is no project of ours. */
export async function projectFindings(folder: string): Promise<readonly Finding[]> {
  let manifest: Manifest | undefined;
  try {
    manifest = readManifest(folder);
  } catch (error) {
    if (!isDocktopusError(error)) throw error;
    return [fail('project.manifest', `${error.subject}: ${error.reason}`, error.hint ?? 'Correct it')];
  }
  if (manifest === undefined) return [];
  const declared = { ...manifest.dependencies, ...manifest.devDependencies };
  if (!Object.keys(declared).some((name) => name.startsWith('@docktopus/'))) return [];
  return [
    versionFinding(installed(folder)),
    ...peerFindings(folder, declared),
    ...(await tsconfigFindings(folder)),
  ];
}

/** The folder's `package.json`; `undefined` if there is none. @throws DocktopusError for one that cannot be read. */
function readManifest(folder: string): Manifest | undefined {
  const path = join(folder, 'package.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw hostError(error, { operation: 'doctor', path, to: 'read' });
  }
  const manifest = parseJsonFile(text, path, 'doctor');
  return isRecord(manifest) ? manifest : undefined;
}

function versionIn(folder: string): string | undefined {
  try {
    return readManifest(folder)?.version;
  } catch {
    // A package that npm has left half done.
    return undefined;
  }
}

/** Every copy of our packages that the project reaches, by name and version. */
function installed(folder: string): readonly (readonly [name: string, version: string])[] {
  const scope = join(folder, 'node_modules', '@docktopus');
  if (!existsSync(scope)) return [];
  return readdirSync(scope).flatMap((name) => {
    const version = versionIn(join(scope, name));
    return version === undefined ? [] : [[`@docktopus/${name}`, version] as const];
  });
}

export function versionFinding(packages: readonly (readonly [name: string, version: string])[]): Finding {
  if (packages.length === 0) {
    return fail('project.packages', 'no Docktopus package is installed', "Run 'npm install'");
  }
  const versions = new Set(packages.map(([, version]) => version));
  const list = packages.map(([name, version]) => `${name} ${version}`).join(', ');
  if (versions.size === 1) return ok('project.packages', list);
  return fail(
    'project.packages',
    `the versions differ: ${list}`,
    'Install the same version of all Docktopus packages',
  );
}

function peerFindings(folder: string, declared: Readonly<Record<string, string>>): readonly Finding[] {
  const require = createRequire(join(resolve(folder), 'package.json'));
  return PEERS.flatMap((name): Finding[] => {
    if (!(name in declared)) return [];
    try {
      require.resolve(name);
      return [];
    } catch {
      return [fail('project.peers', `${name} is declared but not installed`, "Run 'npm install'")];
    }
  });
}

async function tsconfigFindings(folder: string): Promise<readonly Finding[]> {
  const path = join(folder, 'tsconfig.json');
  if (!existsSync(path)) return [];
  const { parseTsconfig } = await import('get-tsconfig');
  try {
    return [decoratorFinding(parseTsconfig(path).compilerOptions ?? {})];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [fail('project.tsconfig', `${path} cannot be read: ${reason}`, 'Correct it')];
  }
}

export function decoratorFinding(options: Readonly<Record<string, unknown>>): Finding {
  if (options.experimentalDecorators === true) return ok('project.tsconfig', 'decorators are on');
  if (options.erasableSyntaxOnly === true) {
    return ok(
      'project.tsconfig',
      'decorators are off because of erasableSyntaxOnly: write blueprints as functions',
    );
  }
  return warn(
    'project.tsconfig',
    'experimentalDecorators is off',
    'If the blueprint has decorated classes, set "experimentalDecorators": true in compilerOptions',
  );
}
