import type { EventView, Moment } from '../../api/index.ts';
import type { ContainerView } from '../../board/index.ts';

const MAX_MOMENTS = 200;
const MAX_EVENTS = 200;

/** What has happened to one container, as far as it was seen or can be told from its times. */
export class ContainerHistory {
  #moments: Moment[] = [];
  #events: EventView[] = [];

  get moments(): readonly Moment[] {
    return this.#moments;
  }

  get events(): readonly EventView[] {
    return this.#events;
  }

  /** Notes how the container is now. What it was before it was first seen is taken from its times. */
  note(view: ContainerView, at: string): void {
    if (this.#moments.length === 0) this.#moments.push(...beforeFirstLook(view));
    this.#add({ ...stateOf(view), at: beganAt(view) ?? at });
  }

  noteRemoval(at: string): void {
    this.#add({ at, status: 'removed', health: 'none', oomKilled: false });
  }

  noteEvent(event: EventView): void {
    this.#events = [...this.#events, event].slice(-MAX_EVENTS);
  }

  #add(moment: Moment): void {
    const last = this.#moments.at(-1);
    if (last !== undefined && sameState(last, moment)) return;
    const at = last !== undefined && moment.at < last.at ? last.at : moment.at;
    this.#moments = [...this.#moments, { ...moment, at }].slice(-MAX_MOMENTS);
  }
}

function stateOf({ status, health, exitCode, oomKilled }: ContainerView): Omit<Moment, 'at'> {
  return { status, health, oomKilled, ...(status === 'exited' && exitCode !== undefined && { exitCode }) };
}

function sameState(a: Moment, b: Moment): boolean {
  return a.status === b.status && a.health === b.health && a.exitCode === b.exitCode;
}

/** The engine's own time for the state, which a look comes after. */
function beganAt({ status, health, startedAt, finishedAt }: ContainerView): string | undefined {
  if (status === 'exited' || status === 'dead') return finishedAt;
  return status === 'running' && (health === 'none' || health === 'starting') ? startedAt : undefined;
}

function beforeFirstLook({ status, createdAt, startedAt }: ContainerView): Moment[] {
  const created: Moment = { at: createdAt, status: 'created', health: 'none', oomKilled: false };
  if (startedAt === undefined || status === 'created') return [created];
  return [created, { at: startedAt, status: 'running', health: 'none', oomKilled: false }];
}
