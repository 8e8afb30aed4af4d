import type { Docker } from '@docktopus/core';
import { busyboxImage } from './busybox-image.ts';
import { type DebianImageOptions, debianImage } from './debian-image.ts';

export type { DebianImageOptions } from './debian-image.ts';

/** Images for tests and examples, without any registry; each resolves with a reference. */
export const images = {
  /** A small image that is always there or can be made: `'busybox'`. */
  fixture: (docker: Docker, _name: 'busybox'): Promise<string> => busyboxImage(docker),
  /** An image of Debian packages: `images.fromDebian(docker, ['redis-server'])`. Needs apt on this machine. */
  fromDebian: (docker: Docker, packages: readonly string[], options?: DebianImageOptions): Promise<string> =>
    debianImage(docker, packages, options),
};
