import { CALL_OPTIONS, checkOptions, type OptionReaders, readMilliseconds } from '../../input/index.ts';
import { type CallOptions, startDeadline } from '../../scope/index.ts';
import { inspectedStatus } from '../../status/index.ts';
import type { Slot } from '../slot/slot.ts';
import { decideStop } from './decide-stop.ts';
import { findContainer } from './find-container.ts';
import { lookAt } from './look-at.ts';

/** Options of `container.stop()`. */
export interface StopOptions extends CallOptions {
  /** How long the process has before it is killed, in milliseconds. @default the container's own stop timeout, cut to fit `timeoutMs` */
  readonly graceMs?: number | undefined;
}

/** What `container.stop()` found and did. */
export type StopOutcome = 'stopped' | 'already-stopped' | 'gone';

const ANSWER_MS = 30_000;

const OPTIONS: OptionReaders<StopOptions> = { ...CALL_OPTIONS, graceMs: readMilliseconds() };

export async function stopSlot(slot: Slot, options: StopOptions): Promise<StopOutcome> {
  checkOptions(options, OPTIONS, 'container.stop', slot.subject);
  // Without `timeoutMs`, the engine call sets a deadline that leaves room for the grace.
  using deadline = startDeadline(options, Number.POSITIVE_INFINITY, 'container.stop', slot.subject);
  const { signal } = deadline;
  return await slot.serialized('container.stop', signal, async () => {
    const { id } = slot;
    if (id === undefined) return 'gone';
    const inspect = await findContainer(slot.docker, id, { signal });
    if (inspect === undefined) return gone(slot);
    const decision = decideStop({
      status: inspectedStatus(inspect),
      ownGraceSeconds: inspect.Config.StopTimeout ?? undefined,
      graceMs: options.graceMs,
      timeoutMs: options.timeoutMs === undefined ? undefined : deadline.remainingMs(),
    });
    if (decision === 'already-stopped') return decision;
    slot.take({ is: 'end-expected', id, expected: true });
    const outcome = await slot.docker.engine.stopContainer(id, { signal, timeoutMs: ANSWER_MS, ...decision });
    if (outcome === 'gone') return gone(slot);
    await lookAt(slot, signal);
    return outcome;
  });
}

function gone(slot: Slot): 'gone' {
  slot.vacate();
  return 'gone';
}
