/** What went wrong, when a line of a progress stream tells of it: under HTTP 200 that is the only sign. */
export function errorInLine({ error, errorDetail }: Readonly<Record<string, unknown>>): string | undefined {
  const detail = (errorDetail as { message?: unknown } | null | undefined)?.message;
  if (typeof detail === 'string') return detail;
  return typeof error === 'string' ? error : undefined;
}
