export const FAMILY_STATES = [
  'absent',
  'starting',
  'running',
  'pausing',
  'paused',
  'stopping',
  'stopped',
  'removing',
  'failed',
] as const;

/**
 * Where a member of a family is.
 *
 * `absent`: it has no container; its volumes may be there. `starting`: from the first call to ready. `running`: ready.
 * `stopped`: its container waits to be started. `failed`: it has ended too often, and is not started again for a while.
 */
export type FamilyState = (typeof FAMILY_STATES)[number];
