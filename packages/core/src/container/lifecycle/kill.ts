import { CALL_OPTIONS, checkOptions, type OptionReaders, readSyntax } from '../../input/index.ts';
import { type CallOptions, startDeadline } from '../../scope/index.ts';
import { asFailureOf } from '../slot/as-failure-of.ts';
import type { Slot } from '../slot/slot.ts';
import { parseUnixSignal } from '../syntax/unix-signal.ts';
import { lookAt } from './look-at.ts';

/** Options of `container.kill()`. */
export interface KillOptions extends CallOptions {
  /** With its prefix, or a number as text. @default 'SIGKILL' */
  readonly unixSignal?: string | undefined;
}

/** What `container.kill()` found and did. */
export type KillOutcome = 'killed' | 'not-running' | 'gone';

/** Signals that are sent to end a process. */
const ENDING = /^(SIG)?(KILL|TERM|INT|QUIT)$|^(9|15|2|3)$/i;

const OPTIONS: OptionReaders<KillOptions> = { ...CALL_OPTIONS, unixSignal: readSyntax(parseUnixSignal) };

/** Does not wait for its turn: a kill is what ends a call that takes too long. */
export async function killSlot(slot: Slot, options: KillOptions): Promise<KillOutcome> {
  const operation = 'container.kill';
  checkOptions(options, OPTIONS, operation, slot.subject);
  const { unixSignal } = options;
  const id = slot.requireId(operation);
  using deadline = startDeadline(options, 30_000, operation, slot.subject);
  const { signal } = deadline;
  if (ENDING.test(unixSignal ?? 'SIGKILL')) slot.take({ is: 'end-expected', id, expected: true });
  try {
    const outcome = await slot.docker.engine.killContainer(id, { unixSignal, signal });
    await lookAt(slot, signal);
    return outcome;
  } catch (error) {
    throw asFailureOf(operation, slot.subject, error);
  }
}
