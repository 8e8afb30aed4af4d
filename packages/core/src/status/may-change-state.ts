import type { EngineEvent } from '../engine/index.ts';

/**
 * Whether an event can mean that a snapshot has changed. Unknown actions count: a look too many costs two
 * milliseconds, one too few is a wrong status. What is left out are the actions that come in floods: each health
 * probe is three `exec_…` events.
 */
export function mayChangeState({ action }: Pick<EngineEvent, 'action'>): boolean {
  return !action.startsWith('exec_') && !inert.has(action);
}

const inert: ReadonlySet<string> = new Set([
  'archive-path',
  'attach',
  'commit',
  'copy',
  'detach',
  'export',
  'extract-to-dir',
  'resize',
  'top',
]);
