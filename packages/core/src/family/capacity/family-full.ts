import { DocktopusError } from '../../errors/index.ts';
import type { Shortage } from './demand.ts';

/** Why a member was not let in, and when another attempt may succeed. */
export function familyFull(family: string, shortage: Shortage, retryAfterMs: number): DocktopusError {
  const { limit, most, inUse, group } = shortage;
  return new DocktopusError('family.full', {
    operation: 'family.use',
    subject: family,
    reason: REASONS[limit](shortage),
    hint: `Try again in ${Math.ceil(retryAfterMs / 1_000)} s, or ${REMEDIES[limit]}`,
    details: { limit, most, inUse, retryAfterMs, ...(group === undefined ? {} : { group }) },
  });
}

const REASONS: Readonly<Record<Shortage['limit'], (shortage: Shortage) => string>> = {
  running: ({ inUse, most }) => `${inUse} of at most ${most} members are running`,
  starting: ({ inUse, most }) => `${inUse} of at most ${most} members are starting`,
  memory: ({ inUse, most }) => `${inUse} of at most ${most} bytes of memory are reserved`,
  per: ({ inUse, most, group }) => `${inUse} of at most ${most} members of the group '${group}' are running`,
  network: ({ inUse, most, bridge }) =>
    `${inUse} of at most ${most} members are on the network '${bridge}', and an engine's bridge takes no more`,
  waiting: ({ inUse, most }) => `${inUse} of at most ${most} callers wait for room`,
};

const REMEDIES: Readonly<Record<Shortage['limit'], string>> = {
  running: 'raise capacity.running',
  starting: 'raise capacity.starting',
  memory: 'raise capacity.memory',
  per: 'raise capacity.per.running',
  network: "spread members over several networks, as network: 'isolated' does",
  waiting: 'raise capacity.waiting',
};
