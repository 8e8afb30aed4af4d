import { readFlag } from '../../input/index.ts';
import type { RestartPolicy } from '../syntax/restart-policy.ts';
import type { Lifetime } from './lifetime.ts';
import type { Option } from './option.ts';

/** The engine removes the container as soon as it ends. */
export const autoRemove = {
  calls: { autoRemove: { read: readFlag } },
  body: (removed) => ({ HostConfig: { AutoRemove: removed } }),
  hash: 'body',
  contradictions: (removed, { restartPolicy, lifetime }) => {
    if (!removed) return [];
    const beside = [
      restartPolicy && restartPolicy.name !== 'no' && `the restart policy '${restartPolicy.name}'`,
      lifetime === 'persistent' && "the lifetime 'persistent'",
    ].filter((rival) => typeof rival === 'string');
    return beside.map((rival) => ({
      path: 'autoRemove',
      got: 'true',
      expected: `false with ${rival}`,
      because: 'the engine removes the container when it ends',
    }));
  },
} satisfies Option<boolean, { readonly restartPolicy?: RestartPolicy; readonly lifetime?: Lifetime }>;
