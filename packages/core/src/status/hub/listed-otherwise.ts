import type { Engine } from '../../engine/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import { toContainerStatus } from '../container-status.ts';
import type { StatusRecord } from './status-record.ts';

/**
 * Those of which a list says something else than we know: the first to look at. A list lags behind inspect and says
 * little, so it only ever decides the order.
 */
export async function listedOtherwise(
  engine: Pick<Engine, 'listContainers'>,
  records: readonly StatusRecord[],
  options: CallOptions,
): Promise<readonly StatusRecord[]> {
  try {
    const entries = await engine.listContainers({ all: true, ...options });
    const listed = new Map(entries.map(({ Id, State }) => [Id, toContainerStatus(State)]));
    return records.filter(({ id, state }) => listed.get(id) !== state.snapshot?.status);
  } catch {
    // Any order will do, and whether the engine is away is the watchdog's to find out.
    return [];
  }
}
