import { readFileSync } from 'node:fs';
import { run } from './run.ts';

/** Takes away every mount below `directory` that an engine has left, the innermost first. */
export async function unmountBelow(directory: string): Promise<void> {
  const points = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((point) => point.startsWith(`${directory}/`))
    .sort((one, other) => other.length - one.length);
  // Lazily: what still uses one lets go of it when it ends.
  for (const point of points) await run('umount', '--lazy', point);
}
