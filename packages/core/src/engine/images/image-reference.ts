import { DocktopusError } from '../../errors/index.ts';

/** An image reference, taken apart as far as the engine's calls need it. */
export interface ImageName {
  /** With the registry, when one was named: `'localhost:5000/team/app'`. */
  readonly repository: string;
  /** A tag, or a digest `'sha256:…'`. */
  readonly tag: string;
  /** `'docker.io'` when none was named. */
  readonly registry: string;
}

/**
 * Takes `reference` apart; the tag is `latest` when there is none, because the engine would take all tags.
 *
 * @throws DocktopusError `image.not-found` for what cannot be a reference.
 */
export function imageName(reference: string, operation: string): ImageName {
  checkReference(reference, operation);
  const [withoutDigest = '', digest] = reference.split('@');
  const lastSlash = withoutDigest.lastIndexOf('/');
  const colon = withoutDigest.indexOf(':', lastSlash + 1);
  const repository = colon === -1 ? withoutDigest : withoutDigest.slice(0, colon);
  const tag = digest ?? (colon === -1 ? 'latest' : withoutDigest.slice(colon + 1));
  return { repository, tag, registry: registryOf(repository) };
}

/** The reference as part of a path. @throws DocktopusError `image.not-found` for what cannot be one. */
export function referencePath(reference: string, operation: string): string {
  checkReference(reference, operation);
  return reference;
}

function registryOf(repository: string): string {
  const [first = '', ...rest] = repository.split('/');
  const namesHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  return !namesHost || first === 'index.docker.io' ? 'docker.io' : first;
}

function checkReference(reference: string, operation: string): void {
  const segments = reference.split('/');
  const fine =
    /^[\w.:@/+-]+$/.test(reference) && segments.every((one) => one !== '' && one !== '.' && one !== '..');
  if (fine) return;
  throw new DocktopusError('image.not-found', {
    operation,
    subject: reference === '' ? undefined : reference.slice(0, 200),
    reason: reference === '' ? 'the image reference is empty' : 'this is not an image reference',
    hint: 'Write it as registry/name:tag',
  });
}
