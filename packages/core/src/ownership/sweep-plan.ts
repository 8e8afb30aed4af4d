import type { Ownership } from '../labels/index.ts';
import { parseSession } from './session.ts';
import { judgeSession, type Viewpoint } from './session-verdict.ts';

/** Something in the engine that carries our labels. */
export interface OwnedThing {
  readonly kind: 'container' | 'network' | 'volume';
  readonly id: string;
  /** The engine's name of it. */
  readonly name: string;
  readonly ownership: Ownership;
}

/** What a sweep does about one thing, and why. */
export interface SweepStep extends OwnedThing {
  readonly action: 'remove' | 'keep';
  readonly why: string;
}

/** Decides about everything that was found: only things of sessions whose process is certainly gone are removed. */
export function planSweep(found: readonly OwnedThing[], here: Viewpoint): readonly SweepStep[] {
  const steps = found.map((thing): SweepStep => ({ ...thing, ...decide(thing, here) }));
  // Networks and volumes go after the containers that use them.
  return steps.sort((a, b) => Number(a.kind !== 'container') - Number(b.kind !== 'container'));
}

function decide({ ownership }: OwnedThing, here: Viewpoint): Pick<SweepStep, 'action' | 'why'> {
  if (ownership.lifetime === 'persistent') return { action: 'keep', why: 'it outlives its session' };
  const session = parseSession(ownership.session);
  if (session === undefined) return { action: 'keep', why: 'its session is written in an unknown way' };
  const { state, why } = judgeSession(session, here);
  return { action: state === 'gone' ? 'remove' : 'keep', why };
}
