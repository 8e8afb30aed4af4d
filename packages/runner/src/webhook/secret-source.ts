import { DocktopusError, type Injector, Secret } from '@docktopus/core';

type SecretValue = Secret | string;

/** Secrets of a webhook or a callback. Several are for changing them: the first signs, all are accepted. */
export type SecretSource =
  | SecretValue
  | readonly SecretValue[]
  | ((injector: Injector) => SecretValue | readonly SecretValue[] | undefined);

/** Shorter ones can be guessed. */
const SHORTEST = 16;

/**
 * The secrets that `source` stands for.
 *
 * @param owner `'webhook /flush'`, for the message.
 * @throws DocktopusError `runner.invalid` when there is none, or one that is too short.
 */
export function readSecrets(source: SecretSource, injector: Injector, owner: string): readonly string[] {
  const given = typeof source === 'function' ? source(injector) : source;
  const values = (Array.isArray(given) ? given : [given]).map((value: SecretValue | undefined) =>
    value instanceof Secret ? value.reveal() : (value ?? ''),
  );
  if (values.length > 0 && values.every((value) => value.length >= SHORTEST)) return values;
  throw new DocktopusError('runner.invalid', {
    operation: owner,
    reason: `its secret is missing, or shorter than ${SHORTEST} characters`,
    hint: 'Set it in the environment as a secret() of your settings, and pass (injector) => injector.resolve(YourContext).env.yourSecret',
  });
}
