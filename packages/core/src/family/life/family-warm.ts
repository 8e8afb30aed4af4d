import { familyLabels, labelsOf } from '../../labels/index.ts';
import type { Budget } from '../capacity/index.ts';
import { warmPrefix } from '../key/index.ts';
import { WarmMembers } from '../warm/index.ts';
import type { FamilyParts } from './family-parts.ts';

/** The warm containers of a family that asks for them; they go with the session, as its members do. */
export function familyWarm(
  { authored, docker, starts, clock, identity, settings }: FamilyParts,
  budget: Budget,
  report: (operation: string, error: unknown) => void,
): WarmMembers | undefined {
  if (settings.pool === undefined) return undefined;
  const { name: family } = authored;
  return new WarmMembers({
    family,
    docker,
    starts,
    clock,
    settings: settings.pool,
    reservation: budget.none(),
    prefix: warmPrefix(family, identity.blueprint, identity.nonce),
    labels: (specHash) => ({
      ...labelsOf({ ...identity, name: `${family}/warm`, lifetime: 'session', specHash }),
      [familyLabels.family]: family,
    }),
    report,
  });
}
