/** What is looked at before a request is answered. */
export interface RequestFacts {
  readonly method: string;
  /** By name in lower case. */
  readonly header: (name: string) => string | undefined;
}

const READS = new Set(['GET', 'HEAD']);

/** Why a request is refused as that of another site; `undefined` for the page's own, and for a link that leads to it. */
export function foreignReason(
  { method, header }: RequestFacts,
  isOwnOrigin: (origin: string) => boolean,
): string | undefined {
  const site = header('sec-fetch-site');
  const opensPage = header('sec-fetch-mode') === 'navigate' && header('sec-fetch-dest') === 'document';
  const ownSite = site === undefined || site === 'same-origin' || site === 'none';
  if (!ownSite && !(opensPage && READS.has(method))) return 'the request comes from another site';
  const origin = header('origin');
  return origin === undefined || isOwnOrigin(origin) ? undefined : 'the request comes from another origin';
}

/** Whether a write keeps quiet about where it comes from, as no browser of these years does. */
export function hidesOrigin({ method, header }: RequestFacts): boolean {
  return !READS.has(method) && header('origin') === undefined && header('sec-fetch-site') !== 'same-origin';
}
