import type { Paint } from '../../output/index.ts';

const COLOURS = ['cyan', 'yellow', 'green', 'magenta', 'blue'] as const;

/** What stands before the lines of each container, all of the same width; nothing for a container alone. */
export function logPrefixes(names: readonly string[], paint: Paint): readonly string[] {
  if (names.length < 2) return names.map(() => '');
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name, i) => paint(COLOURS[i % COLOURS.length] ?? 'cyan', `${name.padEnd(width)} | `));
}
