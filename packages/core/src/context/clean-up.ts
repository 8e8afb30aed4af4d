import type { BlueprintEnvironment } from '../config/index.ts';
import { type Docker, findEndpoint } from '../engine/index.ts';
import { DocktopusError } from '../errors/index.ts';
import {
  engineAddress,
  type Session,
  type SweepReport,
  startWatcher,
  sweep,
  watchSession,
} from '../ownership/index.ts';
import { abortable } from '../scope/index.ts';
import type { Cleanup } from './connect-options.ts';

/** What is in place for the case that this process dies. */
export interface CrashCleanup {
  readonly cleanup: Cleanup;
  /** What earlier sessions had left. */
  readonly swept: SweepReport;
  /** Ends it; `clean` says whether anything is left to remove. */
  close(clean: boolean): Promise<void>;
}

const NOTHING_SWEPT: SweepReport = Object.freeze({ steps: [], failures: [] });

export interface CleanupRequest {
  readonly docker: Docker;
  readonly session: Session;
  readonly environment: BlueprintEnvironment;
  /** @default a watcher if one can reach the engine */
  readonly wanted: Cleanup | undefined;
  readonly signal: AbortSignal;
}

/**
 * Removes what dead sessions of the blueprint have left, and starts the watcher of this one. A dry run looks only.
 *
 * @throws DocktopusError `context.invalid` for a watcher that was asked for and cannot reach the engine.
 */
export async function prepareCleanup(request: CleanupRequest): Promise<CrashCleanup> {
  const { docker, session, environment, wanted, signal } = request;
  const { name: blueprint, dryRun } = environment;
  if (wanted === 'none') return { cleanup: 'none', swept: NOTHING_SWEPT, close: async () => {} };
  if (dryRun) {
    const swept = await sweep(docker, { blueprint, dryRun, signal });
    return { cleanup: 'none', swept, close: async () => {} };
  }
  const engine = wanted === 'sweep' ? undefined : engineAddress(await findEndpoint(docker));
  if (engine === undefined) {
    if (wanted === 'watcher') throw unreachableForWatcher(docker);
    return { cleanup: 'sweep', swept: await sweep(docker, { blueprint, signal }), close: async () => {} };
  }
  const watching = watchSession(docker.engine, () => startWatcher({ session, engine }));
  const watch = await abortable(watching, signal).catch((error: unknown) => {
    // When it comes after all, nobody needs it.
    watching.then((late) => late.release(true)).catch(() => undefined);
    throw error;
  });
  try {
    const swept = await sweep(docker, { blueprint, signal });
    return { cleanup: 'watcher', swept, close: (clean) => watch.release(clean) };
  } catch (error) {
    await watch.release(true);
    throw error;
  }
}

function unreachableForWatcher({ endpoint }: Docker): DocktopusError {
  return new DocktopusError('context.invalid', {
    operation: 'context.connect',
    subject: endpoint,
    reason: 'a watcher process cannot reach this engine',
    hint: "Use cleanup: 'sweep', or an endpoint that begins with unix:// or tcp://",
  });
}
