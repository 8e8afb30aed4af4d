import { printable } from '../errors/index.ts';

/** A class, with whatever its constructor takes. */
// biome-ignore lint/suspicious/noExplicitAny: a constructor's parameters are contravariant; `never[]` would refuse `new`.
export type Constructor<T = unknown> = new (...args: any[]) => T;

/** What a dependency is asked for by: its class, or a string or symbol that was provided for it. */
export type InjectionToken<T = unknown> = Constructor<T> | string | symbol;

/** A token as it is shown to people: `CacheContext`, `"queue"`, `Symbol(docker)`. */
export function tokenName(token: unknown): string {
  if (typeof token === 'function') return token.name || '(anonymous class)';
  return printable(token);
}
