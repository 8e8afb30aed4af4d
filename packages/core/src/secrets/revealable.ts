import { SHOWN_FOR_SECRETS } from './mask-secrets.ts';
import { Secret } from './secret.ts';

/** A secret that gives its value only to a call of its method, such as {@link Secret}. */
export interface Revealable {
  reveal(): string;
}

/** Whether `value` has a value to reveal. */
export function isRevealable(value: unknown): value is { reveal(): unknown } {
  return (
    typeof value === 'object' && value !== null && 'reveal' in value && typeof value.reveal === 'function'
  );
}

/** What a {@link Revealable} holds, or `value` itself. */
export function revealed(value: unknown): unknown {
  return isRevealable(value) ? value.reveal() : value;
}

/**
 * Whether a text was made with a secret in a template string: it holds what a secret shows of itself, where its value
 * was wanted.
 */
export function holdsShownSecret(text: string): boolean {
  return text.includes(SHOWN_FOR_SECRETS);
}

/** `text` as a secret: `origin` itself if that holds it, so that one secret is not kept twice. */
export function secretText(text: string, origin: unknown): Secret {
  return origin instanceof Secret && origin.reveal() === text ? origin : new Secret(text);
}
