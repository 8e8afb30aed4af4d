import type { BlueprintEnvironment } from '../../config/index.ts';
import { type Docker, findEndpoint } from '../../engine/index.ts';
import { DocktopusError, warn } from '../../errors/index.ts';
import {
  type EngineAddress,
  engineAddress,
  type Session,
  type SessionContainers,
  type SessionWatch,
  type SweepReport,
  startWatcher,
  sweep,
  watchSession,
} from '../../ownership/index.ts';
import { abortable } from '../../scope/index.ts';
import type { Cleanup } from '../connect-options.ts';

/** What cleans up if this process dies. */
export interface CrashCleanup {
  readonly cleanup: Cleanup;
  /** What earlier sessions left, and what was done about it. */
  readonly swept: SweepReport;
  /** Ends it. @param clean whether nothing is left to remove. */
  close(clean: boolean): Promise<void>;
}

const NOTHING_SWEPT: SweepReport = Object.freeze({ steps: [], failures: [] });

export interface CleanupRequest {
  readonly docker: Docker;
  readonly session: Session;
  /** Where the engine's answers about the containers of sessions are kept. */
  readonly containers: SessionContainers;
  readonly environment: BlueprintEnvironment;
  /** @default a watcher if one can reach the engine */
  readonly wanted: Cleanup | undefined;
  readonly signal: AbortSignal;
}

/**
 * Removes what dead sessions of the blueprint left, and starts the watcher of this session. A dry run only looks.
 *
 * @throws DocktopusError `context.invalid` for a watcher that was asked for and cannot reach the engine.
 */
export async function prepareCleanup(request: CleanupRequest): Promise<CrashCleanup> {
  const { docker, session, containers, environment, wanted, signal } = request;
  const { name: blueprint, dryRun } = environment;
  const about = { blueprint, session, containers, signal };
  if (wanted === 'none') return { cleanup: 'none', swept: NOTHING_SWEPT, close: async () => {} };
  if (dryRun) {
    const swept = await sweep(docker, { ...about, dryRun });
    return { cleanup: 'none', swept, close: async () => {} };
  }
  const engine = wanted === 'sweep' ? undefined : engineAddress(await findEndpoint(docker));
  if (engine === undefined) {
    if (wanted === 'watcher') throw unreachableForWatcher(docker);
    return { cleanup: 'sweep', swept: await sweep(docker, about), close: async () => {} };
  }
  const watch = await startWatch(request, engine);
  try {
    const swept = await sweep(docker, about);
    if (watch === undefined) return { cleanup: 'sweep', swept, close: async () => {} };
    return { cleanup: 'watcher', swept, close: (clean) => watch.release(clean) };
  } catch (error) {
    await watch?.release(true).catch(() => undefined);
    throw error;
  }
}

/** A watcher that cannot be started is an error only when it was asked for; else the next start sweeps. */
async function startWatch(
  { docker, session, wanted, signal }: CleanupRequest,
  engine: EngineAddress,
): Promise<SessionWatch | undefined> {
  const watching = watchSession(docker.engine, () => startWatcher({ session, engine }));
  try {
    return await abortable(watching, signal);
  } catch (error) {
    // A watcher that starts after all is not needed.
    watching.then((late) => late.release(true)).catch(() => undefined);
    if (signal.aborted || wanted === 'watcher') throw error;
    warnOnce((error as Error).message);
    return undefined;
  }
}

let hasWarned = false;

function warnOnce(message: string): void {
  if (hasWarned) return;
  hasWarned = true;
  warn(message, 'DOCKTOPUS_NO_WATCHER');
}

function unreachableForWatcher({ endpoint }: Docker): DocktopusError {
  return new DocktopusError('context.invalid', {
    operation: 'context.connect',
    subject: endpoint,
    reason: 'a watcher process cannot reach this engine',
    hint: "Use cleanup: 'sweep', or an endpoint that begins with unix:// or tcp://",
  });
}
