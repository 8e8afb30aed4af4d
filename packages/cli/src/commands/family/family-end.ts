import { connectBlueprint } from '../../blueprint/index.ts';
import type { Invocation, Run } from '../../invocation/invocation.ts';

/** `docktopus family stop` and `docktopus family remove` */
export function endMember(action: 'stop' | 'remove'): Run<{ readonly blueprint?: string }> {
  return async (invocation: Invocation<{ readonly blueprint?: string }>) => {
    const { args, out } = invocation;
    const [family = '', key = ''] = args;
    const client = await connectBlueprint(invocation);
    await client.post(`families/${encodeURIComponent(family)}/${encodeURIComponent(key)}/${action}`);
    if (out.json) out.data({ family, key, action });
    else out.line(key);
    return undefined;
  };
}
