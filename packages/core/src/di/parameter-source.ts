import type { InjectionToken } from './injection-token.ts';

/** What a source may ask of the injector that it finds a value for. */
export interface TokenResolver {
  /** What `token` stands for. */
  resolve<T>(token: InjectionToken<T>): T;
  /** Whether something was provided or registered for `token`. */
  has(token: InjectionToken): boolean;
  /** Whether children that provide nothing for `token` resolve it to the very thing that this injector does. */
  shares(token: InjectionToken): boolean;
}

/** Where a marked parameter or property gets its value from. */
export interface ParameterSource {
  /** As the author wrote it, for messages: `@container('redis')`. */
  readonly describe: string;
  /** Whether `resolve` needs the call that is being handled; such a source fits the parameters of handlers only. */
  readonly perCall?: boolean | undefined;
  /** The token whose value this is, if it is one's: then its lifetime is the token's. */
  readonly token?: InjectionToken | undefined;
  /**
   * Finds the value.
   * @param call what is being handled, when a handler's parameter is asked for.
   */
  resolve(injector: TokenResolver, call?: unknown): unknown;
  /** Checks at registration, before anything runs, that the value can be found. */
  check?(injector: TokenResolver): void;
}
