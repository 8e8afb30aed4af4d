import { type ContainerSpec, specHash } from '../../container/index.ts';

/** What members must have in common so that one can be made before its key is known: everything but the name. */
export function specShape({ name: _, ...shape }: ContainerSpec): Promise<string> {
  return specHash(shape);
}
