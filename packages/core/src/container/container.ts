import { distinctUntilChanged, map, type Observable } from 'rxjs';
import { type ContainerInspect, type Docker, flattened } from '../engine/index.ts';
import type { CallOptions } from '../scope/index.ts';
import {
  type ContainerSnapshot,
  type ContainerStatus,
  statusHub,
  type UntilCondition,
  until,
} from '../status/index.ts';
import { ContainerBuilder, type ContainerBuilderOptions } from './builder/container-builder.ts';
import {
  type AttachOptions,
  attach,
  type ExecOptions,
  type ExecProcess,
  type ExecResult,
  type ExecStreamOptions,
  exec,
  execStream,
  type ProcessStreams,
} from './exec/index.ts';
import {
  type CopyFromOptions,
  type CopySource,
  type CopyToOptions,
  copyFrom,
  copyTo,
  type ReadFileOptions,
  readFile,
} from './files/index.ts';
import { changeState } from './lifecycle/change-state.ts';
import type { ContainerExit } from './lifecycle/container-exit.ts';
import { createInSlot } from './lifecycle/create.ts';
import type { CreateContainerOptions } from './lifecycle/create-options.ts';
import { type KillOptions, type KillOutcome, killSlot } from './lifecycle/kill.ts';
import { type RemoveOptions, type RemoveOutcome, removeSlot } from './lifecycle/remove.ts';
import { type RestartOptions, restartSlot } from './lifecycle/restart.ts';
import { startSlot } from './lifecycle/start.ts';
import type { StartOptions } from './lifecycle/start-options.ts';
import { type StopOptions, type StopOutcome, stopSlot } from './lifecycle/stop.ts';
import { waitSlot } from './lifecycle/wait.ts';
import { type LogLine, type LogsOptions, readLogs } from './logs/index.ts';
import { type HostPort, readHostPort } from './ports/host-port.ts';
import { callOutOfTurn, readOutOfTurn } from './slot/out-of-turn.ts';
import { requireClient } from './slot/require-client.ts';
import { Slot } from './slot/slot.ts';
import type { SlotOwner } from './slot/slot-owner.ts';
import { slotState } from './slot/slot-state.ts';
import { nobody, standaloneOwner } from './slot/standalone-owner.ts';
import type { ContainerSpec } from './spec/container-spec.ts';
import { type ContainerStats, statsOnce, statsStream } from './stats/index.ts';

/**
 * A slot: a spec plus, at most, one engine container. The same object across re-creation, to be held and passed around.
 *
 * `create`, `start`, `stop`, `restart`, `pause`, `unpause`, `rename` and `remove` of one slot take effect one after the
 * other, in the order of the calls. Every call that needs an engine container rejects with `container.not-created` while
 * there is none, but for `stop`, `wait` and `remove`, which then have nothing to do.
 */
export class Container {
  readonly #slot: Slot;
  /** What is known of the container, the latest first, across re-creation; `ready` included. */
  readonly state$: Observable<ContainerSnapshot>;
  /** The status alone: `undefined` while there is no container. */
  readonly status$: Observable<ContainerStatus | undefined>;

  private constructor(slot: Slot) {
    this.#slot = slot;
    this.state$ = slotState(slot);
    this.status$ = this.state$.pipe(
      map(({ status }) => status),
      distinctUntilChanged(),
    );
  }

  /** Describes a container of `image`. Without a client, the description is all that can be made. */
  static builder(
    docker: Docker | undefined,
    image: string,
    options?: ContainerBuilderOptions,
  ): ContainerBuilder<Container> {
    return ContainerBuilder.for((spec) => Container.slot(requireClient(docker, spec), spec), options).image(
      image,
    );
  }

  /** An empty slot for what `spec` describes. @default owner nobody: it takes over only what has the same spec */
  static slot(docker: Docker, spec: ContainerSpec, owner: SlotOwner = standaloneOwner): Container {
    return new Container(new Slot(docker, spec, owner));
  }

  /**
   * A handle on a container that exists. Its streams complete when that is removed.
   *
   * @throws DocktopusError `container.not-found`
   */
  static async fromId(docker: Docker, idOrName: string, options?: CallOptions): Promise<Container> {
    const { Id, Name } = await docker.engine.inspectContainer(idOrName, options);
    return new Container(
      new Slot(docker, undefined, nobody, { id: Id, origin: 'given' }, Name.replace(/^\//, '')),
    );
  }

  /** The engine's id; `undefined` until created and after removal. */
  get id(): string | undefined {
    return this.#slot.id;
  }

  /** What it was made from; `undefined` for a handle from an id. */
  get spec(): ContainerSpec | undefined {
    return this.#slot.spec;
  }

  /**
   * Creates the engine container unless there is one; the image is pulled by the spec's policy.
   *
   * However often it is called, also after a call whose answer was lost, there is one.
   *
   * @throws DocktopusError `name.in-use`, `image.not-found`, `image.pull-failed`, …
   */
  async create(options: CreateContainerOptions = {}): Promise<this> {
    await createInSlot(this.#slot, options);
    return this;
  }

  /**
   * Starts it, creating it first when needed. What a failed start has made is removed again.
   *
   * @throws DocktopusError `container.start-failed`, `container.not-ready`, `port.in-use`, …, with
   *   `details.failure`: the exit code, whether memory ran out, and the last 50 lines of output.
   */
  start(options: StartOptions & { readonly waitForExit: true }): Promise<ContainerExit>;
  start(options?: StartOptions): Promise<ContainerExit | undefined>;
  start(options: StartOptions = {}): Promise<ContainerExit | undefined> {
    return startSlot(this.#slot, options);
  }

  /**
   * Resolves with how it ended, once it has ended for good: not while its restart policy starts it again. One that was
   * not started yet is waited for; an empty slot has nothing to wait for.
   *
   * @default timeoutMs none
   * @throws DocktopusError `container.removed` when it went away before it was seen to end.
   */
  wait(options: CallOptions = {}): Promise<ContainerExit | undefined> {
    return waitSlot(this.#slot, options);
  }

  /** Asks its process to end, and kills it when it does not. */
  stop(options: StopOptions = {}): Promise<StopOutcome> {
    return stopSlot(this.#slot, options);
  }

  /** Sends a signal, at once: also while a `stop` waits. @default timeoutMs 30_000 */
  async kill(options: KillOptions = {}): Promise<KillOutcome> {
    return killSlot(this.#slot, options);
  }

  restart(options: RestartOptions = {}): Promise<void> {
    return restartSlot(this.#slot, options);
  }

  /** Freezes its processes. @default timeoutMs 30_000 */
  pause(options: CallOptions = {}): Promise<void> {
    return changeState(this.#slot, 'pause', options, 30_000, (engine, id, { signal }) =>
      engine.pauseContainer(id, { signal }),
    );
  }

  /** @default timeoutMs 30_000 */
  unpause(options: CallOptions = {}): Promise<void> {
    return changeState(this.#slot, 'unpause', options, 30_000, (engine, id, { signal }) =>
      engine.unpauseContainer(id, { signal }),
    );
  }

  /** Of the engine container; one that is created later has the spec's name again. @default timeoutMs 30_000 */
  async rename(name: string, options: CallOptions = {}): Promise<void> {
    await changeState(this.#slot, 'rename', options, 30_000, (engine, id, { signal }) =>
      engine.renameContainer(id, name, { signal }),
    );
    this.#slot.renamed(name);
  }

  /**
   * Removes it, with its anonymous volumes. When that fails, the slot keeps it.
   *
   * @default timeoutMs 60_000
   * @throws DocktopusError `container.running` without `force`.
   */
  remove(options: RemoveOptions = {}): Promise<RemoveOutcome> {
    return removeSlot(this.#slot, options);
  }

  /** What the engine says of it now, in the engine's words. @default timeoutMs 30_000 */
  inspect(options?: CallOptions): Promise<ContainerInspect> {
    return callOutOfTurn(this.#slot, 'inspect', ({ docker, id }) =>
      docker.engine.inspectContainer(id, options),
    );
  }

  /** Its status now; `undefined` when there is no container. @default timeoutMs 10_000 */
  async status(options?: CallOptions): Promise<ContainerStatus | undefined> {
    const { id, docker } = this.#slot;
    return id === undefined ? undefined : (await statusHub(docker).look(id, options)).status;
  }

  /** Resolves with the first state that fulfils `condition`. @default timeoutMs 60_000 */
  until(condition: UntilCondition, options?: CallOptions): Promise<ContainerSnapshot> {
    return until(this.state$, condition, options, this.#slot.label);
  }

  /**
   * Runs a command in it to its end. Aborting leaves the command running: the engine has no way to end it.
   *
   * @throws DocktopusError `container.not-running`, `container.exited`, `exec.output-too-large`
   */
  exec(cmd: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    return callOutOfTurn(this.#slot, 'exec', ({ docker, id, label }) =>
      exec(docker, id, label, cmd, options),
    );
  }

  /** Starts a command in it and hands over its streams. @default timeoutMs 30_000 until it has started */
  execStream(cmd: readonly string[], options: ExecStreamOptions = {}): Promise<ExecProcess> {
    return callOutOfTurn(this.#slot, 'exec', ({ docker, id, label }) =>
      execStream(docker, id, label, cmd, options),
    );
  }

  /**
   * Hands over the streams of its own process, from now on; attached between `create` and `start`, nothing is missed.
   *
   * @default timeoutMs 30_000 until it is attached
   * @throws DocktopusError `spec.invalid` for `stdin` of a container without `openStdin`.
   */
  attach(options: AttachOptions = {}): Promise<ProcessStreams> {
    return callOutOfTurn(this.#slot, 'attach', ({ docker, id, label }) => attach(docker, id, label, options));
  }

  /** What it writes, line by line; a lost connection ends the loop with its error. */
  logs(options: LogsOptions = {}): AsyncIterable<LogLine> {
    return flattened(readOutOfTurn(this.#slot, 'logs', (target) => readLogs(target, options)));
  }

  /** What it uses now, which takes the engine about two seconds. @default timeoutMs 15_000 */
  stats(options: CallOptions = {}): Promise<ContainerStats> {
    return callOutOfTurn(this.#slot, 'stats', ({ docker, id, label }) =>
      statsOnce(docker, id, label, options),
    );
  }

  /** What it uses, every second until it ends. @default timeoutMs none */
  statsStream(options: CallOptions = {}): AsyncIterable<ContainerStats> {
    return readOutOfTurn(this.#slot, 'stats', ({ docker, id }) => statsStream(docker, id, options));
  }

  /**
   * Makes `target` in the container what `source` on this machine is: a file, a directory, or content. Directories on the
   * way are made. A directory that exists there is added to.
   *
   * @throws DocktopusError `path.not-found`; `archive.unsafe` for links that point outside and for devices.
   */
  copyTo(source: CopySource, target: string, options: CopyToOptions = {}): Promise<void> {
    return callOutOfTurn(this.#slot, 'copyTo', ({ docker, id, label }) =>
      copyTo(docker, id, label, source, target, options),
    );
  }

  /**
   * Makes `target` on this machine what `source` in the container is. It appears whole or not at all.
   *
   * @throws DocktopusError `path.not-found`, `path.in-use`; `archive.unsafe` for whatever could reach beyond `target`.
   */
  copyFrom(source: string, target: string, options: CopyFromOptions = {}): Promise<void> {
    return callOutOfTurn(this.#slot, 'copyFrom', ({ docker, id, label }) =>
      copyFrom(docker, id, label, source, target, options),
    );
  }

  /** What a file in it holds. @default timeoutMs 30_000 @throws DocktopusError `path.not-found`, `archive.unsafe` */
  readFile(path: string, options: ReadFileOptions = {}): Promise<Buffer> {
    return callOutOfTurn(this.#slot, 'readFile', ({ docker, id, label }) =>
      readFile(docker, id, label, path, options),
    );
  }

  /**
   * Where `port` can be reached from here, as the engine has bound it: `80`, `'80/tcp'`, `'53/udp'`.
   *
   * @default timeoutMs 30_000
   * @throws DocktopusError `port.not-published`, `container.not-running`
   */
  port(port: number | string, options: CallOptions = {}): Promise<HostPort> {
    return callOutOfTurn(this.#slot, 'port', ({ docker, id, label }) =>
      readHostPort(docker, id, port, label, options),
    );
  }
}
