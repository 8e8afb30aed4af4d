import { parseImageReference } from '../parse-image-reference.ts';

/** The registries whose images a Dockerfile begins with, as far as it names them without variables. */
export function baseRegistries(dockerfile: string): readonly string[] {
  const found = new Set<string>();
  for (const [, image = ''] of dockerfile.matchAll(/^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(\S+)/gim)) {
    // What is no reference, such as one with a variable in it, is the engine's to judge.
    const reference = parseImageReference(image);
    if (image !== 'scratch' && reference.ok) found.add(reference.value.domain);
  }
  return [...found];
}
