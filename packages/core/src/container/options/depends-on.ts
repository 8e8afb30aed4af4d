import { type Problems, readEach, readRecord, readText, readWord } from '../../input/index.ts';
import { merged } from './combine.ts';
import type { Option } from './option.ts';

/** The name of a container that must be ready first, or `{ name: 'started' | 'ready' | 'completed' }`. */
export type DependsOnInput = string | Readonly<Record<string, DependencyCondition | undefined>>;

/**
 * What a dependency must have reached: `started` its process, `ready` its readiness condition (the default of
 * builders), `completed` an exit with code 0.
 */
export type DependencyCondition = 'started' | 'ready' | 'completed';

/** Containers of the same context by name, and what each must have reached before this one is started. */
export const dependsOn = {
  calls: { dependsOn: { read: readEach(readDependsOn), combine: merged } },
  hash: 'volatile',
} satisfies Option<Readonly<Record<string, DependencyCondition>>>;

function readDependsOn(
  value: unknown,
  problems: Problems,
): Readonly<Record<string, DependencyCondition>> | undefined {
  if (typeof value !== 'string')
    return readRecord(readWord(['started', 'ready', 'completed']))(value, problems);
  const name = readText(value, problems);
  return name === undefined ? undefined : readDependsOn({ [name]: 'ready' }, problems);
}
