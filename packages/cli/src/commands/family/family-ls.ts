import type { MemberView } from '@docktopus/dashboard';
import { connectBlueprint } from '../../blueprint/index.ts';
import type { Invocation } from '../../invocation/invocation.ts';

const COLUMNS = [
  { title: 'FAMILY' },
  { title: 'KEY' },
  { title: 'STATE' },
  { title: 'GENERATION' },
  { title: 'HOLDS', shrinks: true },
  { title: 'CAUSE', shrinks: true },
];

/** `docktopus family ls` */
export async function run(invocation: Invocation<{ readonly blueprint?: string }>): Promise<undefined> {
  const { args, out } = invocation;
  const client = await connectBlueprint(invocation);
  const members = (await client.all('member'))
    .filter(({ family }) => args.length === 0 || family === args[0])
    .sort(byKey);
  if (out.json) out.data({ members });
  else if (members.length === 0) out.note('the blueprint has no members of families');
  else {
    out.table(
      COLUMNS,
      members.map(({ family, key, state, generation, holds, cause = '' }) => [
        family,
        key,
        state,
        `${generation}`,
        holds.join(', '),
        cause,
      ]),
    );
  }
}

function byKey(a: MemberView, b: MemberView): number {
  return a.family.localeCompare(b.family) || a.key.localeCompare(b.key, 'en', { numeric: true });
}
