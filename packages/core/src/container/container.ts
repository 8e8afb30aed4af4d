import type { Observable } from 'rxjs';
import { type ContainerInspect, type Docker, flattened } from '../engine/index.ts';
import { type CallOptions, loadedOnce } from '../scope/index.ts';
import type { ContainerSnapshot, ContainerStatus, UntilCondition } from '../status/index.ts';
import { until } from '../status/index.ts';
import { ContainerBuilder } from './builder/container-builder.ts';
import type { ContainerBuilderOptions } from './builder/container-builder-options.ts';
import type {
  AttachOptions,
  ExecOptions,
  ExecProcess,
  ExecResult,
  ExecStreamOptions,
  ProcessStreams,
} from './exec/index.ts';
import type { CopyFromOptions, CopySource, CopyToOptions, ReadFileOptions } from './files/index.ts';
import type { HostPort } from './host-port.ts';
import type { AdoptOutcome } from './lifecycle/adopt.ts';
import { checkSlotInput } from './lifecycle/check-slot-input.ts';
import type { ContainerExit } from './lifecycle/container-exit.ts';
import type { CreateContainerOptions } from './lifecycle/create.ts';
import type { KillOptions, KillOutcome } from './lifecycle/kill.ts';
import type { RemoveOptions, RemoveOutcome } from './lifecycle/remove.ts';
import type { RestartOptions } from './lifecycle/restart.ts';
import type { StartOptions } from './lifecycle/start-options.ts';
import type { StopOptions, StopOutcome } from './lifecycle/stop.ts';
import type { LogLine, LogsOptions } from './logs/index.ts';
import type { ContainerSpec } from './options/container-spec.ts';
import type { RunOptions, RunResult, RunStream, RunStreamOptions } from './run/index.ts';
import { runStream } from './run/run-stream.ts';
import { callContainer, streamContainer } from './slot/call-container.ts';
import { requireClient } from './slot/require-client.ts';
import { Slot, type SlotOptions } from './slot/slot.ts';
import type { SlotOwner } from './slot/slot-owner.ts';
import { lookAtStatus, slotState, statusOf } from './slot/slot-state.ts';
import { standaloneOwner } from './slot/standalone-owner.ts';
import type { ContainerStats } from './stats/index.ts';

const operations = loadedOnce(() => import('./operations.ts'));

/** The slot behind a handle, for the rooms of core that run containers. */
export let slotOf: (container: Container) => Slot;

/**
 * A slot: a spec plus, at most, one engine container. It stays the same object across re-creation, so it can be held and
 * passed around.
 *
 * `create`, `start`, `stop`, `restart`, `pause`, `unpause`, `rename` and `remove` of one slot take effect one after the
 * other, in the order of the calls. Without an engine container, `stop`, `wait` and `remove` do nothing, and every other
 * call that needs one rejects with `container.not-created`.
 */
export class Container {
  readonly #slot: Slot;
  #state$: Observable<ContainerSnapshot> | undefined;

  private constructor(slot: Slot) {
    this.#slot = slot;
  }

  /** The state of the container, the latest first, across re-creation. */
  get state$(): Observable<ContainerSnapshot> {
    this.#state$ ??= slotState(this.#slot);
    return this.#state$;
  }

  /** The status alone; `undefined` while there is no container. */
  get status$(): Observable<ContainerStatus | undefined> {
    return statusOf(this.state$);
  }

  /** A builder for a container of `image`. Without a client, it describes and cannot create. */
  static builder(
    docker: Docker | undefined,
    image: string,
    options?: ContainerBuilderOptions,
  ): ContainerBuilder<Container> {
    return ContainerBuilder.for((spec) => Container.slot(requireClient(docker, spec), spec), options).image(
      image,
    );
  }

  /** An empty slot for the container that `spec` describes. @default owner adopts only containers with the same spec */
  static slot(
    docker: Docker,
    spec: ContainerSpec,
    owner: SlotOwner = standaloneOwner,
    options: Omit<SlotOptions, 'given'> = {},
  ): Container {
    checkSlotInput(docker, spec, owner, options);
    return new Container(new Slot(docker, spec, owner, options));
  }

  /** A handle on an existing container; a removal completes its observables. @throws DocktopusError `container.not-found` */
  static async fromId(docker: Docker, idOrName: string, options?: CallOptions): Promise<Container> {
    const { slotOfExisting } = await operations();
    return new Container(await slotOfExisting(docker, idOrName, options));
  }

  static {
    slotOf = (container) => container.#slot;
  }

  /** The engine's id; `undefined` before creation and after removal. */
  get id(): string | undefined {
    return this.#slot.id;
  }

  /** The spec; `undefined` for a handle from an id. */
  get spec(): ContainerSpec | undefined {
    return this.#slot.spec;
  }

  /**
   * Creates the engine container unless there is one, and pulls the image as the spec's policy says.
   *
   * Calling it again never creates a second container, even after a call whose answer was lost.
   *
   * @throws DocktopusError `name.in-use`, `image.not-found`, `image.pull-failed`, …
   */
  async create(options: CreateContainerOptions = {}): Promise<this> {
    const { createInSlot } = await operations();
    await createInSlot(this.#slot, options);
    return this;
  }

  /** Takes over an existing container if the slot's owner accepts it; creates nothing. @default timeoutMs 30_000 */
  async adopt(id: string, options: CallOptions = {}): Promise<AdoptOutcome> {
    return (await operations()).adoptInSlot(this.#slot, id, options);
  }

  /**
   * Starts the container, creates it first if needed, and waits until it is ready, or as `until` says. A container that
   * a failed start has created is removed.
   *
   * @throws DocktopusError `container.start-failed`, `container.not-ready`, `port.in-use`, …, with
   *   `details.failure`: exit code, whether memory ran out, and the last 50 lines of output.
   */
  start(
    options: StartOptions & ({ readonly until: 'exited' } | { readonly waitForExit: true }),
  ): Promise<ContainerExit>;
  start(options?: StartOptions): Promise<ContainerExit | undefined>;
  async start(options: StartOptions = {}): Promise<ContainerExit | undefined> {
    return (await operations()).startSlot(this.#slot, options);
  }

  /**
   * Resolves with the exit once the container has ended for good: not while its restart policy starts it again. A
   * container that was not started yet is waited for; an empty slot resolves with `undefined`.
   *
   * @default timeoutMs none
   * @throws DocktopusError `container.removed` when the container was removed before its exit code could be read.
   */
  async wait(options: CallOptions = {}): Promise<ContainerExit | undefined> {
    return (await operations()).waitSlot(this.#slot, options);
  }

  /**
   * Creates the container, runs it to its end, and removes it, also when the run fails or is aborted.
   *
   * @throws DocktopusError `container.exited` with `check`; `exec.output-too-large`; what `start` throws.
   */
  async run(options: RunOptions = {}): Promise<RunResult> {
    return (await operations()).runToEnd(this.#slot, options);
  }

  /** As {@link run}, line by line: `for await (const line of container.runStream())`. */
  runStream(options: RunStreamOptions = {}): RunStream {
    return runStream(this.#slot, options, operations);
  }

  /** Asks the container's process to end; the engine kills it after the grace. */
  async stop(options: StopOptions = {}): Promise<StopOutcome> {
    return (await operations()).stopSlot(this.#slot, options);
  }

  /** Sends a signal at once, even while a `stop` waits. @default timeoutMs 30_000 */
  async kill(options: KillOptions = {}): Promise<KillOutcome> {
    return (await operations()).killSlot(this.#slot, options);
  }

  async restart(options: RestartOptions = {}): Promise<void> {
    return (await operations()).restartSlot(this.#slot, options);
  }

  /** Freezes the container's processes. @default timeoutMs 30_000 */
  async pause(options: CallOptions = {}): Promise<void> {
    return (await operations()).pauseSlot(this.#slot, options);
  }

  /** Lets the container's processes go on. @default timeoutMs 30_000 */
  async unpause(options: CallOptions = {}): Promise<void> {
    return (await operations()).unpauseSlot(this.#slot, options);
  }

  /** Renames the engine container. A container that is created later has the spec's name again. @default timeoutMs 30_000 */
  async rename(name: string, options: CallOptions = {}): Promise<void> {
    return (await operations()).renameSlot(this.#slot, name, options);
  }

  /**
   * Removes the container and its anonymous volumes. When that fails, the slot keeps the container.
   *
   * @default timeoutMs 60_000
   * @throws DocktopusError `container.running` without `force`.
   */
  async remove(options: RemoveOptions = {}): Promise<RemoveOutcome> {
    return (await operations()).removeSlot(this.#slot, options);
  }

  /** The engine's own description of the container. @default timeoutMs 30_000 */
  inspect(options?: CallOptions): Promise<ContainerInspect> {
    return callContainer(this.#slot, 'inspect', ({ docker, id }) =>
      docker.engine.inspectContainer(id, options),
    );
  }

  /** The current status; `undefined` when there is no container. @default timeoutMs 10_000 */
  async status(options: CallOptions = {}): Promise<ContainerStatus | undefined> {
    return lookAtStatus(this.#slot, options);
  }

  /** Resolves with the first state that meets `condition`. @default timeoutMs 60_000 */
  until(condition: UntilCondition, options?: CallOptions): Promise<ContainerSnapshot> {
    return until(this.state$, condition, options, this.#slot.subject);
  }

  /** Runs a command in the container to its end. Aborting leaves it running, unless `killOnAbort` ends it. @throws `container.exited`, `exec.output-too-large` */
  exec(cmd: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    return callContainer(this.#slot, 'exec', async (target) =>
      (await operations()).exec(target, cmd, options),
    );
  }

  /** Starts a command in the container and returns its streams. @default timeoutMs 30_000 until it has started */
  execStream(cmd: readonly string[], options: ExecStreamOptions = {}): Promise<ExecProcess> {
    return callContainer(this.#slot, 'exec', async (target) =>
      (await operations()).execStream(target, cmd, options),
    );
  }

  /** Attaches to the main process; between `create()` and `start()` to see all of its output. @default timeoutMs 30_000 until attached */
  attach(options: AttachOptions = {}): Promise<ProcessStreams> {
    return callContainer(this.#slot, 'attach', async (target) =>
      (await operations()).attach(target, options),
    );
  }

  /** The container's output, line by line; a lost connection ends the loop with its error. */
  logs(options: LogsOptions = {}): AsyncIterable<LogLine> {
    return flattened(
      streamContainer(this.#slot, 'logs', async (target) => (await operations()).readLogs(target, options)),
    );
  }

  /** What the container uses now; the engine takes about two seconds to measure. @default timeoutMs 15_000 */
  stats(options: CallOptions = {}): Promise<ContainerStats> {
    return callContainer(this.#slot, 'stats', async (target) =>
      (await operations()).statsOnce(target, options),
    );
  }

  /** What the container uses, every second until it ends. @default timeoutMs none */
  statsStream(options: CallOptions = {}): AsyncIterable<ContainerStats> {
    return streamContainer(this.#slot, 'stats', async (target) =>
      (await operations()).statsStream(target, options),
    );
  }

  /**
   * Copies `source`, a file, a directory or content, to `target` in the container as `docker cp` does; a directory is
   * added to. @throws DocktopusError `path.not-found`, `path.in-use`, `archive.unsafe`
   */
  copyTo(source: CopySource, target: string, options: CopyToOptions = {}): Promise<void> {
    return callContainer(this.#slot, 'copyTo', async (box) =>
      (await operations()).copyTo(box, source, target, options),
    );
  }

  /** Copies `source` in the container to `target` on this machine, whole or not at all. @throws `path.in-use`, `archive.unsafe` */
  copyFrom(source: string, target: string, options: CopyFromOptions = {}): Promise<void> {
    return callContainer(this.#slot, 'copyFrom', async (box) =>
      (await operations()).copyFrom(box, source, target, options),
    );
  }

  /** The content of a file in the container. @default timeoutMs 30_000 @throws DocktopusError `path.not-found`, `archive.unsafe` */
  readFile(path: string, options: ReadFileOptions = {}): Promise<Buffer> {
    return callContainer(this.#slot, 'readFile', async (target) =>
      (await operations()).readFile(target, path, options),
    );
  }

  /** Where `port` (`80`, `'53/udp'`) can be reached from here. @throws DocktopusError `port.not-published`, `container.not-running` */
  port(port: number | string, options: CallOptions = {}): Promise<HostPort> {
    return callContainer(this.#slot, 'port', async (target) =>
      (await operations()).readHostPort(target, port, options),
    );
  }
}
