import type { Docker } from '@docktopus/core';
import { debianImage } from './debian-image.ts';

/** Images with busybox's commands on the PATH that may be there already, best first. */
const known = ['docktopus/busybox:1.35', 'busybox:1.36', 'busybox:latest'];

/** The reference of an image with busybox: one that is there, else one made from Debian's package. */
export async function busyboxImage(docker: Docker): Promise<string> {
  for (const reference of known) if (await docker.images.exists(reference)) return reference;
  return debianImage(docker, ['busybox-static']);
}
