/** A class, with whatever its constructor takes. */
// biome-ignore lint/suspicious/noExplicitAny: a constructor's parameters are contravariant; `never[]` would refuse `new`.
export type Constructor<T = unknown> = new (...args: any[]) => T;

/** What a dependency is asked for by: its class, or a string or symbol that was provided for it. */
export type InjectionToken<T = unknown> = Constructor<T> | string | symbol;

/** How an injector comes by what a token stands for. One instance per injector, whichever form is used. */
export type Provider<T = unknown> =
  | { readonly useValue: T }
  | { readonly useClass: Constructor<T> }
  | { readonly useFactory: (injector: import('./injector.ts').Injector) => T };

/** A token as it is shown to people: `CacheContext`, `"queue"`, `Symbol(docker)`. */
export function tokenName(token: unknown): string {
  if (typeof token === 'function') return token.name || '(anonymous class)';
  return typeof token === 'string' ? `"${token}"` : String(token);
}
