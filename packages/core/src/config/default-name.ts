import { createHash } from 'node:crypto';

const LONGEST = 63;

/**
 * The name of a blueprint that was not given one, from that of its package or directory; `undefined` when nothing of it
 * can stand in a container's name.
 *
 * What is lost of a name counts as its digest, because two blueprints with one name take over each other's containers.
 */
export function defaultName(given: string): string | undefined {
  const normal = given.normalize();
  const plain = normal
    .replace(/^@/, '')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[^a-z0-9]+/i, '');
  const lossless = /^[\x20-\x7e]*$/.test(normal) && plain.length <= LONGEST;
  if (lossless) return plain === '' ? undefined : plain;
  const digest = createHash('sha256').update(normal).digest('hex').slice(0, 8);
  const rest = plain.slice(0, LONGEST - digest.length - 1).replace(/-+$/, '');
  return `${rest === '' ? 'blueprint' : rest}-${digest}`;
}
