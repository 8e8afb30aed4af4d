import type { IncomingHttpHeaders } from 'node:http';

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];

/**
 * Whether a page of another origin is behind a request that could do something in its visitor's name: an upgrade, or a
 * method that changes things. Browsers say whose page it is; other clients say nothing, and need no protection.
 */
export function isCrossOrigin(
  { method, headers }: { readonly method?: string | undefined; readonly headers: IncomingHttpHeaders },
  allowed: readonly string[],
): boolean {
  const isSafe = headers.upgrade === undefined && SAFE_METHODS.includes(method ?? 'GET');
  if (isSafe || headers.origin === undefined) return false;
  if (allowed.includes('*') || allowed.includes(headers.origin)) return false;
  return hostOf(headers.origin) !== headers.host?.toLowerCase();
}

/** The host and port of an origin, without the port that its scheme has anyway; `undefined` for `null` and nonsense. */
function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host.toLowerCase();
  } catch {
    return undefined;
  }
}
