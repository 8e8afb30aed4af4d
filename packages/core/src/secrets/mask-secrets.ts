/** What stands in place of a secret. */
export const SHOWN_FOR_SECRETS = '[secret]';

/** A shorter text is found by chance, and would mask words that are no secret. */
const SHORTEST = 4;

const known = new Set<WeakRef<{ reveal(): unknown }>>();
const forget = new FinalizationRegistry<WeakRef<{ reveal(): unknown }>>((reference) =>
  known.delete(reference),
);

/** From now on {@link maskSecrets} finds its value, for as long as `secret` is in use. */
export function rememberSecret(secret: { reveal(): unknown }): void {
  const reference = new WeakRef(secret);
  known.add(reference);
  forget.register(secret, reference);
}

/**
 * `text` without the values of the secrets that this process knows: those of every `Secret` in use, and `more`. Of a
 * secret with several lines, such as a private key, each line is one.
 */
export function maskSecrets(text: string, more: Iterable<string> = []): string {
  const secrets = [...knownSecrets(), ...more]
    .flatMap((secret) => [secret, ...secret.split(/\r?\n/)])
    .filter((secret) => secret.length >= SHORTEST)
    // A secret that contains another one is masked as a whole.
    .sort((a, b) => b.length - a.length);
  return secrets.reduce((masked, secret) => masked.replaceAll(secret, SHOWN_FOR_SECRETS), text);
}

function* knownSecrets(): Generator<string> {
  for (const reference of known) {
    const value = reference.deref()?.reveal();
    if (typeof value === 'string') yield value;
  }
}
