import type { CallOptions } from '../../scope/index.ts';
import type { ResourceKind, ResourceSnapshot } from './resource-kind.ts';
import type { ResourceRecord } from './resource-record.ts';

/**
 * The records of which a list says something else than we know: the first to look at. A list lags behind inspect and
 * says little, so it only ever decides the order.
 */
export async function changedSinceLastLook<S extends ResourceSnapshot>(
  { list }: Pick<ResourceKind<S, unknown>, 'list'>,
  records: readonly ResourceRecord<S>[],
  options: CallOptions,
): Promise<readonly ResourceRecord<S>[]> {
  try {
    const listed = new Map((await list(options)).map(({ id, status }) => [id, status]));
    return records.filter(({ id, state }) => listed.get(id) !== state.snapshot?.status);
  } catch {
    // Any order will do; the watchdog finds out whether the engine is away.
    return [];
  }
}
