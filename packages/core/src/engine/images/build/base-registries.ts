import { imageName } from '../image-reference.ts';

/** The registries whose images a Dockerfile begins with, as far as it names them without variables. */
export function baseRegistries(dockerfile: string): readonly string[] {
  const found = new Set<string>();
  for (const [, image = ''] of dockerfile.matchAll(/^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(\S+)/gim)) {
    if (image === 'scratch' || image.includes('$')) continue;
    found.add(imageName(image, 'images.build').registry);
  }
  return [...found];
}
