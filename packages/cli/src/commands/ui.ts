import { type DashboardServer, engineSource, serveDashboard } from '@docktopus/dashboard';
import { findBlueprint } from '../blueprint/index.ts';
import { withDocker } from '../engine/index.ts';
import type { Invocation } from '../invocation/invocation.ts';
import { usageFailure } from '../output/index.ts';

interface UiOptions {
  readonly blueprint?: string;
  readonly port?: string;
  readonly actions?: boolean;
}

/** `docktopus ui`: prints where a running blueprint has its page, or serves one until it is interrupted. */
export async function run(invocation: Invocation<UiOptions>): Promise<undefined> {
  const { options, out, signal } = invocation;
  const { blueprint, actions = false } = options;
  const running = blueprint === undefined ? undefined : await findBlueprint(blueprint);
  if (running !== undefined) {
    if (out.json) out.data({ url: running.url, origin: running.origin });
    else out.line(running.url);
    return;
  }
  const port = readPort(options.port);
  await withDocker(invocation, async (docker) => {
    const source = engineSource(docker, { blueprint });
    await using server = await serveDashboard(source, { port, actions, signal });
    announce(server, invocation);
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    out.note('the dashboard stops');
  });
  signal.throwIfAborted();
}

function announce({ url, origin, token }: DashboardServer, { out }: Invocation): void {
  if (out.json) out.data({ url, origin, token });
  else out.line(url);
  if (!out.json) out.note('Open it in a browser of this machine; Ctrl-C ends it.');
}

function readPort(text: string | undefined): number {
  if (text === undefined) return 0;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw usageFailure(`--port: got '${text}', expected 0 to 65535`);
}
