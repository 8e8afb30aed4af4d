import type { ContainerSnapshot } from '@docktopus/core';
import type { EngineEvent } from '@docktopus/core/engine';
import type { EventView } from '../../api/index.ts';
import type { ContainerView } from '../../board/index.ts';
import { ContainerHistory } from './container-history.ts';
import { type ContainerIdentity, toContainerView } from './to-container-view.ts';

/** What is known of one container, from its snapshots and events. */
export class TrackedContainer {
  readonly history = new ContainerHistory();
  identity: ContainerIdentity;
  /** How it is shown; `undefined` until it was looked at. */
  view: ContainerView | undefined;
  /** Whether somebody has sent it a signal since it was started. */
  asked = false;

  constructor(identity: ContainerIdentity) {
    this.identity = identity;
  }

  /** Takes what a look has found; answers how it was shown before. */
  see(snapshot: ContainerSnapshot): ContainerView | undefined {
    const before = this.view;
    // Removed: what was known last stays to be read for a while.
    const view = toContainerView(this.identity, snapshot);
    if (view === undefined) return before;
    this.view = view;
    this.history.note(view, new Date().toISOString());
    return before;
  }

  hear({ action, attributes, timeNano }: EngineEvent): void {
    if (action === 'start') this.asked = false;
    if (action === 'kill') this.asked = true;
    if (action === 'rename' && attributes.name !== undefined) {
      this.identity = { ...this.identity, name: attributes.name };
    }
    this.history.noteEvent({ at: eventTime(timeNano), action, detail: detailOf(attributes) });
  }
}

/** ISO 8601. */
export function eventTime(timeNano: string): string {
  return new Date(Number(timeNano.slice(0, -6))).toISOString();
}

/** Attributes carry all labels as well: only these are told. */
function detailOf(attributes: EngineEvent['attributes']): EventView['detail'] {
  const { exitCode, signal } = attributes;
  return [exitCode && `exit code ${exitCode}`, signal && `signal ${signal}`].filter(Boolean).join(', ');
}
