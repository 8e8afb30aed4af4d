import { type Docker, isDocktopusError, ownershipLabels } from '@docktopus/core';
import type { EngineEvent } from '@docktopus/core/engine';
import { judgePrintedSession, ownershipOf, statusHub } from '@docktopus/core/kit';
import { firstValueFrom, type Subscription, timeout } from 'rxjs';
import type { BoardWriter, SessionView } from '../../board/index.ts';
import { followEngineEvents } from './engine-events.ts';
import { failureOf } from './failure-of.ts';
import type { ContainerIdentity } from './to-container-view.ts';
import { eventTime, TrackedContainer } from './tracked-container.ts';

const MAX_FAILURES = 50;
const MAX_REMEMBERED = 50;
const SESSIONS_EVERY_MS = 5_000;
const FIRST_LOOK_MS = 10_000;

/** Tells a board of all of our containers on an engine, of one blueprint or of all. */
export class EngineTracker {
  readonly #docker: Docker;
  readonly #blueprint: string | undefined;
  readonly #tracked = new Map<string, TrackedContainer>();
  readonly #watches = new Map<string, Subscription>();
  /** The last ones that were removed. */
  readonly #removed = new Map<string, TrackedContainer>();
  #failures = 0;
  #board!: BoardWriter;
  #shownBlueprints = new Set<string>();

  constructor(docker: Docker, blueprint: string | undefined) {
    this.#docker = docker;
    this.#blueprint = blueprint;
  }

  /** Also one that has been removed a short while ago. */
  find(id: string): TrackedContainer | undefined {
    return this.#tracked.get(id) ?? this.#removed.get(id);
  }

  /** Tells `board` of everything, resolves, and goes on until `signal` aborts. */
  async open(board: BoardWriter, signal: AbortSignal): Promise<void> {
    this.#board = board;
    const { endpoint, version } = this.#docker;
    const about = {
      endpoint,
      name: version.engine,
      version: version.version,
      apiVersion: version.apiVersion,
    };
    board.put('engine', 'engine', { ...about, connected: true });
    const connection = statusHub(this.#docker).connected$.subscribe((connected) => {
      board.put('engine', 'engine', { ...about, connected });
    });
    const sessions = setInterval(() => this.#showBlueprints(), SESSIONS_EVERY_MS);
    signal.addEventListener(
      'abort',
      () => {
        clearInterval(sessions);
        connection.unsubscribe();
        for (const watch of this.#watches.values()) watch.unsubscribe();
      },
      { once: true },
    );
    const first = await this.#list(signal);
    await Promise.all(first.map((identity) => this.#track(identity)));
    this.#showBlueprints();
    void followEngineEvents(this.#docker, {
      blueprint: this.#blueprint,
      onOpen: () => void this.#lookAgain(signal),
      onEvent: (event) => this.#onEvent(event, signal),
      signal,
    });
  }

  /** What was created while no event could be heard is found by a list; what was removed, the status hub finds. */
  async #lookAgain(signal: AbortSignal): Promise<void> {
    try {
      for (const identity of await this.#list(signal)) void this.#track(identity);
    } catch {
      // The engine is away again: the next time that its events can be heard, this is done again.
    }
  }

  async #list(signal: AbortSignal): Promise<readonly ContainerIdentity[]> {
    const key = ownershipLabels.blueprint;
    const label = this.#blueprint === undefined ? key : `${key}=${this.#blueprint}`;
    const listed = await this.#docker.engine.listContainers({
      all: true,
      filters: { label: [label] },
      signal,
    });
    return listed
      .filter(({ Labels }) => ownershipOf(Labels) !== undefined)
      .map(({ Id, Names, Image, Created, Labels }) => ({
        id: Id,
        name: (Names[0] ?? Id.slice(0, 12)).replace(/^\//, ''),
        image: Image,
        createdAt: new Date(Created * 1000).toISOString(),
        labels: Labels,
      }));
  }

  #onEvent(event: EngineEvent, signal: AbortSignal): void {
    const { id, action } = event;
    if (action === 'create') void this.#track(identityFromEvent(event));
    const tracked = this.#tracked.get(id);
    // Its creation was not told of: nothing is heard of it until it was looked at.
    if (tracked === undefined) void this.#discover(id, signal);
    tracked?.hear(event);
    if (action === 'rename' && tracked?.view !== undefined) {
      tracked.view = { ...tracked.view, name: tracked.identity.name };
      this.#board.put('container', id, tracked.view);
    }
  }

  async #discover(id: string, signal: AbortSignal): Promise<void> {
    try {
      const { Name, Config, Created } = await this.#docker.engine.inspectContainer(id, { signal });
      const [name, createdAt] = [Name.replace(/^\//, ''), new Date(Created).toISOString()];
      await this.#track({ id, name, image: Config.Image, createdAt, labels: Config.Labels ?? {} });
    } catch (error) {
      // It is gone already, or the engine is; then the list after the next connection finds it.
      if (!isDocktopusError(error)) throw error;
    }
  }

  /** Resolves once the container has been looked at, or could not be for a while. */
  async #track(identity: ContainerIdentity): Promise<void> {
    const { id } = identity;
    if (this.#tracked.has(id) || ownershipOf(identity.labels) === undefined) return;
    const tracked = new TrackedContainer(identity);
    this.#tracked.set(id, tracked);
    const snapshots$ = statusHub(this.#docker).watch(id);
    const watch = snapshots$.subscribe({
      next: (snapshot) => {
        const before = tracked.see(snapshot);
        if (tracked.view === undefined || snapshot.status === undefined) return;
        this.#board.put('container', id, tracked.view);
        this.#noteFailure(tracked, before);
        if (before === undefined) this.#showBlueprints();
      },
      complete: () => this.#forget(id, tracked),
    });
    if (!watch.closed) this.#watches.set(id, watch);
    await firstValueFrom(snapshots$.pipe(timeout(FIRST_LOOK_MS)), { defaultValue: undefined }).catch(
      () => undefined,
    );
  }

  #forget(id: string, tracked: TrackedContainer): void {
    this.#watches.delete(id);
    this.#tracked.delete(id);
    tracked.history.noteRemoval(new Date().toISOString());
    this.#removed.set(id, tracked);
    for (const oldest of this.#removed.keys()) {
      if (this.#removed.size <= MAX_REMEMBERED) break;
      this.#removed.delete(oldest);
    }
    this.#board.drop('container', id);
    this.#showBlueprints();
  }

  #noteFailure({ view, asked }: TrackedContainer, before: TrackedContainer['view']): void {
    const reason = view === undefined ? undefined : failureOf(before, view, asked);
    if (view === undefined || reason === undefined) return;
    const { id, blueprint, managedName, name } = view;
    this.#failures += 1;
    this.#board.put('failure', `${this.#failures}`, {
      at: new Date().toISOString(),
      blueprint,
      about: 'container',
      id,
      name: managedName || name,
      reason,
    });
    this.#board.drop('failure', `${this.#failures - MAX_FAILURES}`);
  }

  #showBlueprints(): void {
    const sessions = new Map<string, Map<string, SessionView>>();
    for (const { view } of this.#tracked.values()) {
      if (view === undefined) continue;
      const ofBlueprint = sessions.get(view.blueprint) ?? new Map<string, SessionView>();
      sessions.set(view.blueprint, ofBlueprint);
      const { session, lifetime } = view;
      if (ofBlueprint.has(session)) continue;
      const verdict = judgePrintedSession(session, this.#docker.endpoint);
      // The session that once made a persistent container says nothing when it is gone: another may have adopted it.
      if (lifetime === 'session' || verdict.state === 'alive')
        ofBlueprint.set(session, { session, ...verdict });
    }
    for (const [name, found] of sessions)
      this.#board.put('blueprint', name, { name, sessions: [...found.values()] });
    for (const name of this.#shownBlueprints) if (!sessions.has(name)) this.#board.drop('blueprint', name);
    this.#shownBlueprints = new Set(sessions.keys());
  }
}

/** The attributes of an event are the labels of the container, its name and its image among them. */
function identityFromEvent({ id, attributes, timeNano }: EngineEvent): ContainerIdentity {
  const { name = id.slice(0, 12), image = '' } = attributes;
  return { id, name, image, createdAt: eventTime(timeNano), labels: attributes };
}
