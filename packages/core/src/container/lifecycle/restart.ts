import { CALL_OPTIONS, checkOptions, type OptionReaders, readMilliseconds } from '../../input/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import type { Slot } from '../slot/slot.ts';
import { changeState } from './change-state.ts';
import { copyMemoryFiles } from './spec-files.ts';

/** Options of `container.restart()`. */
export interface RestartOptions extends CallOptions {
  /** How long the process has before it is killed, in milliseconds. @default the container's own stop timeout */
  readonly graceMs?: number | undefined;
}

const OPTIONS: OptionReaders<RestartOptions> = { ...CALL_OPTIONS, graceMs: readMilliseconds() };

export async function restartSlot(slot: Slot, options: RestartOptions): Promise<void> {
  checkOptions(options, OPTIONS, 'container.restart', slot.subject);
  const graceSeconds = options.graceMs === undefined ? undefined : Math.ceil(options.graceMs / 1000);
  await changeState(slot, 'restart', options, Number.POSITIVE_INFINITY, async (engine, id, { signal }) => {
    slot.take({ is: 'end-expected', id, expected: true });
    await engine.restartContainer(id, { graceSeconds, signal });
    slot.take({ is: 'end-expected', id, expected: false });
    await copyMemoryFiles(slot, id, signal);
  });
}
