import type { CreateContainerBody } from '../../engine/index.ts';
import { canonicalJson } from '../../json/index.ts';
import type { ContainerSpec } from './container-spec.ts';
import { bytesOf, type FileToCopy } from './files.ts';
import { optionEntries } from './option-entries.ts';
import { requireSpec } from './require-spec.ts';
import { sha256 } from './sha256.ts';
import { toCreateBody } from './to-create-body.ts';

/** Part of what is hashed, so that a change of the layout below does not pass for an equal spec. */
const LAYOUT = 1;

/**
 * The digest of everything that makes a container what it is, in hexadecimal: equal specs have equal ones, whatever
 * order they were written in. Each option says how it counts.
 *
 * Files of the host are read, because their content counts.
 *
 * @param body the spec's, when it is known already.
 * @throws DocktopusError `path.not-found` when one of them is missing.
 */
export function specHash(spec: ContainerSpec, body?: CreateContainerBody): Promise<string> {
  requireSpec(spec, 'specHash');
  const known = hashes.get(spec);
  if (known !== undefined) return known;
  const hash = hashOf(spec, body ?? toCreateBody(spec));
  const readsHost = spec.files?.some(({ kind }) => kind === 'host') ?? false;
  if (!readsHost) hashes.set(spec, hash);
  return hash;
}

/** Of specs whose hash depends on nothing else; a service may make one container after the other from one spec. */
const hashes = new WeakMap<ContainerSpec, Promise<string>>();

async function hashOf(spec: ContainerSpec, body: CreateContainerBody): Promise<string> {
  const beside = optionEntries.flatMap(([field, { hash }]) =>
    hash === 'beside' && field in spec ? [[field, spec[field]]] : [],
  );
  return sha256(
    canonicalJson({
      layout: LAYOUT,
      body: { ...body, Env: body.Env && [...body.Env].sort() },
      ...Object.fromEntries(beside),
      files: await Promise.all((spec.files ?? []).map(describeFile)),
    }),
  );
}

async function describeFile(file: FileToCopy): Promise<unknown> {
  if (file.kind === 'host') {
    const { source, ...rest } = file;
    const { digestPath } = await import('./digest-path.ts');
    return { ...rest, digest: await digestPath(source) };
  }
  const { content, encoding, ...rest } = file;
  return { ...rest, digest: sha256(bytesOf({ content, encoding })) };
}
