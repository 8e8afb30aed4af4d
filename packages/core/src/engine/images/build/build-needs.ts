import { type Dockerfile, findSyntax, type Instruction, readDockerfile } from '../../../dockerfile/index.ts';
import { DocktopusError, isDocktopusError } from '../../../errors/index.ts';
import type { EngineVersion } from '../../model/engine-version.ts';

/** What of a Dockerfile the classic builder does not know, each with its line: `'RUN --mount=type=cache (line 3)'`. */
export interface BuildNeeds {
  /** What BuildKit does by itself. */
  readonly buildKit: readonly string[];
  /** What BuildKit asks a client for while it builds, over a session. */
  readonly session: readonly string[];
  /** What BuildKit knows since Docker 23. */
  readonly newer: readonly string[];
  /** The frontend that the file names, which may know more than the engine's own. */
  readonly syntax: string | undefined;
}

/** Reads a Dockerfile; `undefined` for one that cannot be read: the engine says what is wrong with it. */
export function readForBuild(text: string): Dockerfile | undefined {
  try {
    return readDockerfile(text);
  } catch (error) {
    if (isDocktopusError(error, 'dockerfile.invalid')) return undefined;
    throw error;
  }
}

export function buildNeeds(text: string, file: Dockerfile | undefined): BuildNeeds {
  const needs = { buildKit: [] as string[], session: [] as string[], newer: [] as string[] };
  for (const stage of file?.stages ?? []) {
    for (const instruction of stage.instructions) {
      for (const [kind, what] of needsOf(instruction)) {
        needs[kind].push(`${what} (line ${instruction.startLine})`);
      }
    }
  }
  return { ...needs, syntax: findSyntax(text) };
}

type Need = readonly [kind: 'buildKit' | 'session' | 'newer', what: string];

function* needsOf(instruction: Instruction): Generator<Need> {
  switch (instruction.type) {
    case 'run':
      for (const { type } of instruction.mounts) {
        yield [type === 'secret' || type === 'ssh' ? 'session' : 'buildKit', `RUN --mount=type=${type}`];
      }
      if (instruction.network !== undefined) yield ['buildKit', 'RUN --network'];
      if (instruction.security !== undefined) yield ['newer', 'RUN --security'];
      if (instruction.devices.length > 0) yield ['newer', 'RUN --device'];
      if (instruction.files.length > 0) yield ['newer', 'RUN with a heredoc'];
      return;
    case 'add':
    case 'copy': {
      const name = instruction.type.toUpperCase();
      if (instruction.chmod !== undefined) yield ['buildKit', `${name} --chmod`];
      if (instruction.link) yield ['newer', `${name} --link`];
      if (instruction.exclude.length > 0) yield ['newer', `${name} --exclude`];
      if (instruction.contents.length > 0) yield ['newer', `${name} with a heredoc`];
      if (instruction.type === 'copy' && instruction.parents) yield ['newer', 'COPY --parents'];
      if (instruction.type === 'add' && instruction.checksum !== undefined) yield ['newer', 'ADD --checksum'];
      if (instruction.type === 'add' && instruction.keepGitDir) yield ['newer', 'ADD --keep-git-dir'];
      return;
    }
    default:
  }
}

/** The first Docker whose own frontend knows heredocs and the like. */
const NEWER_DOCKER = 23;

/**
 * The builder that a Dockerfile needs: the classic one, which every engine has, unless it uses what only BuildKit knows.
 *
 * @throws DocktopusError `engine.unsupported` for what needs a session, or a newer engine.
 */
export function builderFor(
  { buildKit, session, newer, syntax }: BuildNeeds,
  { engine, version }: EngineVersion,
  folder: string,
): 'classic' | 'buildkit' {
  if (session.length > 0) {
    throw unsupported(
      folder,
      `${session.join(', ')}: the builder asks the client for it while it builds, which the engine's API cannot do`,
      'Build with `docker build` and use the image by its name, or give what is not secret with args',
    );
  }
  // Podman has one builder, which says itself what it does not know.
  if (engine === 'podman') return 'classic';
  const major = Number.parseInt(version, 10);
  if (newer.length > 0 && syntax === undefined && engine === 'docker' && major < NEWER_DOCKER) {
    throw unsupported(
      folder,
      `${newer.join(', ')}: the builder of Docker ${version} does not know it`,
      `Use Docker ${NEWER_DOCKER} or newer, begin the Dockerfile with \`# syntax=docker/dockerfile:1\`, or write it another way`,
    );
  }
  return buildKit.length + newer.length > 0 || syntax !== undefined ? 'buildkit' : 'classic';
}

function unsupported(subject: string, reason: string, hint: string): DocktopusError {
  return new DocktopusError('engine.unsupported', { operation: 'images.build', subject, reason, hint });
}
