import type { PlanOptions } from '@docktopus/compose';
import { usageFailure } from '../../output/index.ts';
import { readSpan } from '../text/read-span.ts';
import type { ProjectOptions } from './with-project.ts';

/** The options of `compose up` and `compose plan`. */
export interface UpCommandOptions extends ProjectOptions {
  readonly build?: boolean;
  readonly pull?: 'always' | 'missing' | 'never';
  readonly forceRecreate?: boolean;
  /** `--no-recreate` makes it false. */
  readonly recreate: boolean;
  readonly removeOrphans?: boolean;
  readonly renewAnonVolumes?: boolean;
  readonly scale?: readonly string[];
  readonly wait?: boolean;
  readonly waitTimeout?: string;
}

/** The options that `up()` and `plan()` get from the command line. @throws CommandFailure */
export function upRequest(services: readonly string[], options: UpCommandOptions): PlanOptions {
  const { build, pull, forceRecreate = false, recreate, removeOrphans, renewAnonVolumes = false } = options;
  if (forceRecreate && !recreate) throw usageFailure('--force-recreate and --no-recreate exclude each other');
  const { scale, wait = false, waitTimeout } = options;
  return {
    services: services.length === 0 ? undefined : services,
    build,
    pull,
    recreate: forceRecreate ? 'always' : recreate ? 'changed' : 'never',
    removeOrphans,
    keepAnonymousVolumes: !renewAnonVolumes,
    scale: readScale(scale),
    wait: wait || waitTimeout !== undefined,
    timeoutMs: waitTimeout === undefined ? undefined : readSpan(waitTimeout, '--wait-timeout'),
  };
}

function readScale(given: readonly string[] = []): Readonly<Record<string, number>> {
  const entries = given.map((text) => {
    const [, service, count] = /^([^=]+)=(\d{1,4})$/.exec(text) ?? [];
    if (service === undefined)
      throw usageFailure(`--scale: got '${text}', expected SERVICE=COUNT such as web=3`);
    return [service, Number(count)] as const;
  });
  return Object.fromEntries(entries);
}
