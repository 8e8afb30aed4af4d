import { signal } from '@preact/signals';

/** Where in the page we are: `#/containers/4f0c/logs?search=x`. */
export interface Route {
  /** `overview`, `containers`, `plan`, `families`, `jobs`. */
  readonly view: string;
  readonly rest: readonly string[];
  readonly query: ReadonlyMap<string, string>;
}

export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [view = '', ...rest] = path.split('/').filter(Boolean).map(decode);
  return { view: view || 'overview', rest, query: new Map(new URLSearchParams(search)) };
}

/** The address of a view: each part is text, whatever it holds. */
export function href(parts: readonly string[], query: Readonly<Record<string, string>> = {}): string {
  const entries = Object.entries(query).filter(([, value]) => value !== '');
  const search = entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`;
  return `#/${parts.map(encodeURIComponent).join('/')}${search}`;
}

export const route = signal(parseRoute(''));

/** Follows the address bar. */
export function startRouter(): void {
  const follow = () => {
    route.value = parseRoute(location.hash);
  };
  addEventListener('hashchange', follow);
  follow();
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A per cent sign that somebody typed.
    return part;
  }
}
