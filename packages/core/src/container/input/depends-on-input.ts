import { type Problems, readRecord, readText, readWord } from '../../input/index.ts';
import type { DependencyCondition } from '../spec/container-spec.ts';

/** The name of a container that must be ready first, or `{ name: 'started' | 'ready' | 'completed' }`. */
export type DependsOnInput = string | Readonly<Record<string, DependencyCondition | undefined>>;

/** One argument of `dependsOn`. */
export function readDependsOn(
  value: unknown,
  problems: Problems,
): Readonly<Record<string, DependencyCondition>> | undefined {
  if (typeof value !== 'string')
    return readRecord(readWord(['started', 'ready', 'completed']))(value, problems);
  const name = readText(value, problems);
  return name === undefined ? undefined : readDependsOn({ [name]: 'ready' }, problems);
}
