import { basename, resolve } from 'node:path';

const LONGEST = 63;

/** The name of a service in this folder: for npm, for labels and for a systemd unit. */
export function projectName(folder: string): string {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, LONGEST);
  return name === '' ? 'my-service' : name;
}
