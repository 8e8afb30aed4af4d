import { maskText } from '@docktopus/dashboard';
import { usageFailure } from '../output/index.ts';

/** Where durable jobs are kept. */
export type StoreAddress =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'bull'; readonly url: string };

/** Reads `--store`. @throws CommandFailure with what is accepted; what looks like a password is masked. */
export function storeAddress(text: string): StoreAddress {
  const path = /^sqlite:(?:\/\/)?(.+)$/s.exec(text)?.[1];
  if (path !== undefined) return { kind: 'sqlite', path };
  if (/^(redis|rediss|valkey|valkeys|postgres|postgresql):\/\/./.test(text))
    return { kind: 'bull', url: text };
  throw usageFailure(
    `--store: got '${maskText(text)}', expected sqlite:PATH, redis://…, valkey://… or postgres://…`,
  );
}
