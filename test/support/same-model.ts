/** Docker's answers do not tell an empty list, an empty mapping and nothing apart. */
export function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value))
    return value.length === 0 ? null : value.map((item) => withoutEmpty(item) ?? null);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withoutEmpty(item)] as const);
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

/** The expected answer if `answer` says the same as `wanted`, otherwise `answer`. */
export function sameOr(expected: unknown, answer: unknown, wanted = expected): unknown {
  const [a, b] = [answer, wanted].map((value) => JSON.stringify(sorted(withoutEmpty(value))));
  return a === b ? expected : answer;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, sorted(item)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
