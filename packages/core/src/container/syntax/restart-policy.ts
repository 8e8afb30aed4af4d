import { type Parsed, parsed, refused } from '../../input/index.ts';

/** When the engine starts a container again by itself. */
export type RestartPolicy =
  | { readonly name: 'no' | 'always' | 'unless-stopped' }
  | {
      readonly name: 'on-failure';
      /** @default without end */
      readonly maximumRetryCount?: number;
    };

const EXPECTED = 'one of no, always, unless-stopped, on-failure and on-failure:5';

/** `no`, `always`, `unless-stopped`, `on-failure[:retries]`, as `docker run --restart`. */
export function parseRestartPolicy(text: string): Parsed<RestartPolicy> {
  const colon = text.indexOf(':');
  const name = colon === -1 ? text : text.slice(0, colon);
  const retries = colon === -1 ? '' : text.slice(colon + 1);
  switch (name) {
    case 'no':
    case 'always':
    case 'unless-stopped':
      return retries === ''
        ? parsed({ name })
        : refused(`${name} without a retry count`, { because: 'only on-failure counts its retries' });
    case 'on-failure':
      if (retries === '') return parsed({ name });
      return /^\+?\d+$/.test(retries) && Number.isSafeInteger(Number(retries))
        ? parsed({ name, maximumRetryCount: Number(retries) })
        : refused('on-failure:5, with a whole number of retries that is not negative');
    default:
      return refused(EXPECTED);
  }
}

export function printRestartPolicy(policy: RestartPolicy): string {
  return policy.name === 'on-failure' && policy.maximumRetryCount !== undefined
    ? `${policy.name}:${policy.maximumRetryCount}`
    : policy.name;
}
