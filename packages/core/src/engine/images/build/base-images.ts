import { type Dockerfile, dockerfileImages } from '../../../dockerfile/index.ts';
import { parseImageReference } from '../parse-image-reference.ts';
import type { BuildImageOptions } from './build-options.ts';

/** The images from elsewhere that a build takes: bases, `COPY --from` and mounts, with the values of arguments. */
export function baseImages(
  text: string,
  file: Dockerfile | undefined,
  { args, target }: Pick<BuildImageOptions, 'args' | 'target'>,
): readonly string[] {
  if (file !== undefined) {
    return dockerfileImages(file, {
      ...(args === undefined ? {} : { buildArgs: args }),
      ...(target === undefined ? {} : { target }),
    });
  }
  // One that we cannot read may be one that the engine can.
  return [...text.matchAll(/^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(\S+)/gim)].map(([, image = '']) => image);
}

/** The registries that images come from. */
export function registriesOf(images: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const image of images) {
    // What is no reference, such as the name of a stage, is the engine's to judge.
    const reference = parseImageReference(image);
    if (image !== 'scratch' && reference.ok) found.add(reference.value.domain);
  }
  return [...found];
}
