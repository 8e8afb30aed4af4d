import { badRequest } from './engine-failure.ts';

/** `filters` as the engine reads them, from either of its two shapes. */
export type FakeFilters = ReadonlyMap<string, readonly string[]>;

/** @throws EngineFailure 400 for a filter that is not among `known`. */
export function parseFilters(query: URLSearchParams, known: readonly string[]): FakeFilters {
  const filters = new Map<string, readonly string[]>();
  const source = query.get('filters');
  if (source === null || source === '') return filters;
  for (const [name, values] of Object.entries(parseObject(source))) {
    if (!known.includes(name)) throw badRequest(`Invalid filter '${name}'`);
    // `{ label: { 'a=b': true } }` is what old clients send.
    const list = Array.isArray(values) ? values.map(String) : Object.keys(values as object);
    filters.set(name, list);
  }
  return filters;
}

export function isTrue(query: URLSearchParams, name: string): boolean {
  return !['', '0', 'no', 'false', 'none'].includes((query.get(name) ?? '').trim().toLowerCase());
}

/** Whether labels fulfil every `key` or `key=value` of a label filter. */
export function matchesLabels(
  labels: Readonly<Record<string, string>>,
  wanted: readonly string[] | undefined,
): boolean {
  return (wanted ?? []).every((entry) => {
    const at = entry.indexOf('=');
    return at === -1 ? entry in labels : labels[entry.slice(0, at)] === entry.slice(at + 1);
  });
}

function parseObject(source: string): Record<string, unknown> {
  try {
    return JSON.parse(source) as Record<string, unknown>;
  } catch (cause) {
    throw badRequest(`invalid filter: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}
