import { DocktopusError } from '@docktopus/core';
import { TrieRouter } from 'hono/router/trie-router';
import type { HttpHandler, HttpMethod, HttpMount, HttpRoutes, UpgradeHandler } from './http-routes.ts';

type Params = Readonly<Record<string, string>>;
type Kind = HttpMethod | 'UPGRADE';

interface Entry {
  readonly kind: Kind;
  readonly handler: HttpHandler | UpgradeHandler;
  readonly owner: string;
  /** How many segments of its path are written out. */
  readonly literals: number;
}

/** What a path leads to. */
export interface Found<Handler> {
  readonly handler: Handler;
  readonly params: Params;
}

const PATH = /^(\/|(\/(:[A-Za-z_]\w*|[\w\-.~%@+]+))+\/?)$/;

/** Collects the routes of a runner before its HTTP server starts, and finds them afterwards. */
export class RouteTable implements HttpRoutes {
  readonly #paths = new TrieRouter<Entry>();
  readonly #owners = new Map<string, string>();
  readonly #mounts: HttpMount[] = [];
  #upgradePaths = false;

  /** Whether there is anything to serve. */
  get empty(): boolean {
    return this.#owners.size === 0 && this.#mounts.length === 0;
  }

  get takesUpgrades(): boolean {
    return this.#upgradePaths || this.#mounts.some(({ upgrade }) => upgrade !== undefined);
  }

  on(method: HttpMethod, path: string, handler: HttpHandler, owner: string): void {
    this.#add(method, path, handler, owner);
  }

  onUpgrade(path: string, handler: UpgradeHandler, owner: string): void {
    this.#add('UPGRADE', path, handler, owner);
    this.#upgradePaths = true;
  }

  mount(mount: HttpMount): void {
    this.#mounts.push(mount);
  }

  /** Who has `folder` or a path below it. */
  ownerBelow(folder: string): string | undefined {
    const shapes = [...this.#owners.keys()];
    const taken = shapes.find((shape) => `${shape.slice(shape.indexOf(' ') + 1)}/`.startsWith(`${folder}/`));
    return taken && this.#owners.get(taken);
  }

  /** The mount that a request is for, if one claims it. */
  mountAt(host: string, path: string): HttpMount | undefined {
    return this.#mounts.find((mount) => mount.matches({ host, path }));
  }

  /** The handler of a request; the methods that the path has when it is not one of them; `undefined` for no such path. */
  request(
    method: string,
    path: string,
  ): Found<HttpHandler> | { readonly allow: readonly string[] } | undefined {
    const all = this.#match(path).filter(([{ kind }]) => kind !== 'UPGRADE');
    const wanted = method === 'HEAD' ? 'GET' : method;
    const found = mostLiteral(all.filter(([{ kind }]) => kind === wanted));
    if (found !== undefined) return { handler: found[0].handler as HttpHandler, params: found[1] };
    const allow = new Set(all.flatMap(([{ kind }]) => (kind === 'GET' ? ['GET', 'HEAD'] : [kind])));
    return allow.size === 0 ? undefined : { allow: [...allow] };
  }

  upgrade(path: string): Found<UpgradeHandler> | undefined {
    const found = mostLiteral(this.#match(path).filter(([{ kind }]) => kind === 'UPGRADE'));
    return found && { handler: found[0].handler as UpgradeHandler, params: found[1] };
  }

  #match(path: string): [Entry, Params][] {
    return this.#paths.match('ALL', path)[0] as [Entry, Params][];
  }

  #add(kind: Kind, path: string, handler: HttpHandler | UpgradeHandler, owner: string): void {
    if (!PATH.test(path)) {
      throw invalidPath(owner, path, 'a path begins with a slash, such as /builds or /calls/:callId');
    }
    const shape = `${kind} ${path.replace(/:\w+/g, ':')}`;
    const taken = this.#owners.get(shape);
    if (taken !== undefined) throw invalidPath(owner, path, `${taken} has this path already`);
    this.#owners.set(shape, owner);
    const literals = path.split('/').filter((segment) => segment !== '' && !segment.startsWith(':')).length;
    this.#paths.add('ALL', path, { kind, handler, owner, literals });
  }
}

function mostLiteral(found: readonly [Entry, Params][]): [Entry, Params] | undefined {
  return found.reduce<[Entry, Params] | undefined>(
    (best, next) => (best === undefined || next[0].literals > best[0].literals ? next : best),
    undefined,
  );
}

function invalidPath(owner: string, path: string, reason: string): DocktopusError {
  return new DocktopusError('runner.invalid', { operation: owner, subject: path, reason });
}
