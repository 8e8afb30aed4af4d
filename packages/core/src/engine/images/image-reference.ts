import { DocktopusError, invalid, printable } from '../../errors/index.ts';
import { parseImageReference, printFamiliar } from './parse-image-reference.ts';

/** An image reference, taken apart as far as the engine's calls need it. */
export interface ImageName {
  /** With the registry unless it is Docker's own: `'localhost:5000/team/app'`. */
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
  refuseNoText(reference, operation);
  const parsed = parseImageReference(reference);
  if (!parsed.ok) throw notAReference(reference, operation, `Write ${parsed.expected}`);
  const { domain, path, digest, tag = 'latest' } = parsed.value;
  return { repository: printFamiliar({ domain, path }), tag: digest ?? tag, registry: domain };
}

/** The reference as part of a path. @throws DocktopusError `image.not-found` for what cannot be one. */
export function referencePath(reference: string, operation: string): string {
  checkReference(reference, operation);
  return reference;
}

/** Nothing in it may lead to another path of the API. */
function checkReference(reference: string, operation: string): void {
  refuseNoText(reference, operation);
  const segments = reference.split('/');
  const fine =
    /^[\w.:@/+[\]-]+$/.test(reference) && segments.every((one) => one !== '' && one !== '.' && one !== '..');
  if (!fine) throw notAReference(reference, operation, 'Write it as registry/name:tag');
}

function refuseNoText(reference: unknown, operation: string): void {
  if (typeof reference === 'string') return;
  const issue = {
    path: 'reference',
    got: printable(reference),
    expected: 'an image such as registry/name:tag',
  };
  throw invalid('spec.invalid', operation, [issue]);
}

function notAReference(reference: string, operation: string, hint: string): DocktopusError {
  return new DocktopusError('image.not-found', {
    operation,
    subject: reference === '' ? undefined : reference.slice(0, 200),
    reason: reference === '' ? 'the image reference is empty' : 'this is not an image reference',
    hint,
  });
}
