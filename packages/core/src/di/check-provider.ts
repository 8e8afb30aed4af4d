import { checkArguments, type Problems, readThing } from '../input/index.ts';
import type { InjectionToken } from './injection-token.ts';

const READERS = {
  token: (value: unknown, problems: Problems) =>
    isToken(value) ? value : problems.refuse(value, 'a class, a string or a symbol'),
  provider: readThing('{ useValue }, { useClass } or { useFactory }', isProvider),
};

/** @throws DocktopusError `context.invalid` for what nothing can be resolved by. */
export function checkProvider(token: InjectionToken, provider: object): void {
  // Asked with each call of a job, and nearly always in order.
  if (isToken(token) && typeof provider === 'object' && provider !== null && isProvider(provider)) return;
  checkArguments({ token, provider }, READERS, 'injector.provide', undefined, 'context.invalid');
}

function isToken(value: unknown): boolean {
  return (
    typeof value === 'function' || typeof value === 'symbol' || (typeof value === 'string' && value !== '')
  );
}

function isProvider(value: object): boolean {
  const { useClass, useFactory } = value as { readonly useClass?: unknown; readonly useFactory?: unknown };
  return 'useValue' in value || typeof useClass === 'function' || typeof useFactory === 'function';
}
