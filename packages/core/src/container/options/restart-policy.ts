import { type Problems, readFields, readInteger, readSyntax, readText } from '../../input/index.ts';
import { parseRestartPolicy, type RestartPolicy } from '../syntax/restart-policy.ts';
import type { CreateOptions } from './create-options.ts';
import type { Option } from './option.ts';

/** `'unless-stopped'`, `'on-failure:5'`, or in words. */
export type RestartPolicyInput =
  | RestartPolicy['name']
  | `on-failure:${number}`
  | {
      readonly name: Exclude<RestartPolicy['name'], 'on-failure'>;
      /** As an inspect says it: only `on-failure` counts. */
      readonly maximumRetryCount?: 0 | undefined;
    }
  | {
      readonly name: 'on-failure' /** @default without end */;
      readonly maximumRetryCount?: number | undefined;
    };

export const restartPolicy = {
  calls: { restartPolicy: { read: readRestartPolicy } },
  body: (policy) => ({
    HostConfig: {
      RestartPolicy:
        policy.name === 'on-failure'
          ? { Name: policy.name, MaximumRetryCount: policy.maximumRetryCount ?? 0 }
          : { Name: policy.name },
    },
  }),
  hash: 'body',
  critical: [
    {
      option: 'restartPolicy',
      consequence: 'the engine does not start the container again when it dies',
      write: ".restartPolicy('unless-stopped') or .restartPolicy('no')",
      bites: false,
      isImplicit: ({ restartPolicy, createOptions }) =>
        restartPolicy === undefined && createOptions?.HostConfig?.RestartPolicy === undefined,
    },
  ],
} satisfies Option<
  RestartPolicy,
  { readonly restartPolicy?: RestartPolicy; readonly createOptions?: CreateOptions }
>;

const readGiven = readFields<{ readonly name: string; readonly maximumRetryCount: number }, 'name'>(
  { name: readText, maximumRetryCount: readInteger(0) },
  { name: "a policy such as 'unless-stopped'" },
);

function readRestartPolicy(value: unknown, problems: Problems): RestartPolicy | undefined {
  if (typeof value === 'string') return readSyntax(parseRestartPolicy)(value, problems);
  const given = readGiven(value, problems);
  if (given === undefined) return undefined;
  const { name, maximumRetryCount } = given;
  const policy = problems.at('name').take(parseRestartPolicy(name), name);
  if (policy === undefined || maximumRetryCount === undefined) return policy;
  if (policy.name === 'on-failure') return { name: policy.name, maximumRetryCount };
  // The engine says zero of every policy.
  return maximumRetryCount === 0
    ? policy
    : problems
        .at('maximumRetryCount')
        .refuse(maximumRetryCount, 'no retry count', { because: 'only on-failure counts its retries' });
}
