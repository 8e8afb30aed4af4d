import { engineSource } from '@docktopus/dashboard';
import { chooseContainer, listOwned, withDocker } from '../engine/index.ts';
import type { Invocation } from '../invocation/invocation.ts';

/** `docktopus inspect` */
export async function run(invocation: Invocation<{ readonly blueprint?: string }>): Promise<undefined> {
  const { args, options, out, signal } = invocation;
  await withDocker(invocation, async (docker) => {
    const all = await listOwned(docker, options.blueprint, signal);
    const chosen = args.map((name) => chooseContainer(all, name));
    const life = new AbortController();
    const source = engineSource(docker, { blueprint: options.blueprint });
    await source.open({ put: () => undefined, drop: () => undefined }, life.signal);
    const details = await Promise.all(chosen.map(({ id }) => source.containers.details(id, signal)));
    life.abort();
    const containers = details.filter((each) => each !== undefined);
    if (out.json) out.data({ containers });
    else out.document(containers);
  });
}
