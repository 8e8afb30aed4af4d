import { type ContainerFamily, isDocktopusError, printCause } from '@docktopus/core';
import type { MemberView } from '../../board/index.ts';
import { maskText } from '../../masking/index.ts';

type Family = ContainerFamily<unknown, unknown>;

/** A key as people write it: text as it is, anything else as JSON. */
function keyText(key: unknown): string {
  return typeof key === 'string' ? key : (JSON.stringify(key) ?? String(key));
}

/** The members of a family as they are shown: what holds each, and what time does to it next. */
export async function memberViews(blueprint: string, family: Family): Promise<readonly MemberView[]> {
  const members = await family.list();
  const views = members.map(async (member): Promise<MemberView> => {
    const why = await family.why(member.key);
    const next = why?.next;
    return {
      family: family.name,
      blueprint,
      key: keyText(member.key),
      state: member.state,
      generation: member.generation,
      ...(member.id !== undefined && { containerId: member.id }),
      holds: holdTexts(why?.holds ?? []),
      ...(next !== undefined && { idleAt: next.at.toISOString() }),
      cause: maskText(printCause(member)),
      ...(why !== undefined && { why: maskText(why.text) }),
    };
  });
  return await Promise.all(views);
}

/** A busy member has thousands of holds, and all members are sent to every page. */
const MOST_HOLDS = 20;

export function holdTexts(
  holds: readonly { readonly kind: string; readonly what?: string | undefined }[],
): readonly string[] {
  const shown = holds
    .slice(0, MOST_HOLDS)
    .map(({ kind, what }) => maskText(what === undefined ? kind : `${kind} ${what}`));
  const more = holds.length - shown.length;
  return more === 0 ? shown : [...shown, `and ${more} more`];
}

/** The key of the member that `wanted` names: by its text, or by its name in addresses. */
export async function findKey(families: readonly Family[], family: string, wanted: string) {
  for (const each of families.filter(({ name }) => name === family)) {
    const found = (await each.list()).find(({ key, slug }) => keyText(key) === wanted || slug === wanted);
    if (found !== undefined) return { family: each, key: found.key };
  }
  return undefined;
}

/** Whether a family that is asked is closing, and there is nothing to tell any more. */
export function isClosing(error: unknown): boolean {
  return isDocktopusError(error, 'family.closing', 'family.closed', 'engine.closed');
}
