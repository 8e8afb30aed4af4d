import { isDocktopusError } from '../../../errors/index.ts';
import type { CallOptions } from '../../../scope/index.ts';
import type { RegistryAuth } from '../auth/registry-auth.ts';
import type { ImageInspect } from '../image-inspect.ts';
import { parseImageReference } from '../parse-image-reference.ts';

/** How a build looks at images and gets them. */
export interface BuildImages {
  inspect(reference: string, options?: CallOptions): Promise<ImageInspect>;
  pull(reference: string, platform: string | undefined, signal: AbortSignal): Promise<unknown>;
}

/** Pulls the images that are missing and whose registries want credentials. */
export async function pullBases(
  names: readonly string[],
  credentials: Readonly<Record<string, RegistryAuth>>,
  images: BuildImages,
  platform: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  for (const name of names) {
    const reference = parseImageReference(name);
    if (!reference.ok) continue;
    const { domain } = reference.value;
    const isKnown = Object.keys(credentials).some((address) => address.includes(domain));
    if (isKnown && !(await isThere(name, images, signal))) await images.pull(name, platform, signal);
  }
}

async function isThere(name: string, { inspect }: BuildImages, signal: AbortSignal): Promise<boolean> {
  try {
    await inspect(name, { signal });
    return true;
  } catch (error) {
    if (isDocktopusError(error, 'image.not-found')) return false;
    throw error;
  }
}
