import { type Problems, readFields, readInteger, readSyntax, readText } from '../../input/index.ts';
import type { RestartPolicy } from '../spec/restart-policy.ts';
import { parseRestartPolicy } from '../syntax/restart-policy.ts';

/** `'unless-stopped'`, `'on-failure:5'`, or in words. */
export type RestartPolicyInput =
  | RestartPolicy['name']
  | `on-failure:${number}`
  | { readonly name: Exclude<RestartPolicy['name'], 'on-failure'> }
  | {
      readonly name: 'on-failure' /** @default without end */;
      readonly maximumRetryCount?: number | undefined;
    };

const readGiven = readFields<{ readonly name: string; readonly maximumRetryCount: number }>({
  name: readText,
  maximumRetryCount: readInteger(0),
});

export function readRestartPolicy(value: unknown, problems: Problems): RestartPolicy | undefined {
  if (typeof value === 'string') return readSyntax(parseRestartPolicy)(value, problems);
  const given = readGiven(value, problems);
  if (given === undefined) return undefined;
  const { name = '', maximumRetryCount } = given;
  const policy = problems.at('name').take(parseRestartPolicy(name), name);
  if (policy === undefined || maximumRetryCount === undefined) return policy;
  return policy.name === 'on-failure'
    ? { name: policy.name, maximumRetryCount }
    : problems
        .at('maximumRetryCount')
        .refuse(maximumRetryCount, 'no retry count', { because: 'only on-failure counts its retries' });
}
