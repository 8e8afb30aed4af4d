import { connectBlueprint } from '../../blueprint/index.ts';
import type { Invocation } from '../../invocation/invocation.ts';
import { CommandFailure, EXIT } from '../../output/index.ts';

/** `docktopus family why` */
export async function run(invocation: Invocation<{ readonly blueprint?: string }>): Promise<undefined> {
  const { args, out } = invocation;
  const [family = '', key = ''] = args;
  const client = await connectBlueprint(invocation);
  const member = (await client.all('member')).find((each) => each.family === family && each.key === key);
  if (member === undefined) {
    throw new CommandFailure(
      EXIT.failed,
      'family.key-unknown',
      `family '${family}' has no member '${key}'`,
      "Run 'docktopus family ls' for all of them",
    );
  }
  if (out.json) out.data({ member });
  else out.line(member.why ?? member.state);
}
