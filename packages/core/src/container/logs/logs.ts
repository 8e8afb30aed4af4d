import type { LogsQuery } from '../../engine/index.ts';
import { isDocktopusError } from '../../errors/index.ts';
import { checkOptions } from '../../input/index.ts';
import { type Deadline, startDeadline } from '../../scope/index.ts';
import {
  type ContainerStatus,
  inspectedStatus,
  isActive,
  isUsable,
  until,
  watchContainer,
} from '../../status/index.ts';
import type { CallTarget } from '../call-target.ts';
import { epochText, LogCursor } from './log-cursor.ts';
import type { LogLine } from './log-line.ts';
import { LOGS_OPTIONS, type LogsOptions, SECONDS } from './logs-options.ts';
import { MAX_LINE_BYTES, readLineBatches } from './read-lines.ts';

/** What the container has written, and with `follow` what it goes on to write; lines that come together are together. */
export async function* readLogs(
  target: CallTarget,
  options: LogsOptions,
): AsyncGenerator<readonly LogLine[], void, undefined> {
  const { docker, id, subject } = target;
  checkOptions(options, LOGS_OPTIONS, 'container.logs', subject);
  using deadline = startDeadline(options, Number.POSITIVE_INFINITY, 'container.logs', subject);
  const { Config, State } = await docker.engine.inspectContainer(id, { signal: deadline.signal });
  const reader = new LogReader(target, Config.Tty ?? false, options, deadline);
  yield* options.follow ? reader.follow(inspectedStatus({ State })) : reader.read(false);
}

class LogReader {
  readonly #target: CallTarget;
  readonly #tty: boolean;
  readonly #options: LogsOptions;
  readonly #deadline: Deadline;
  readonly #cursor = new LogCursor();

  constructor(target: CallTarget, tty: boolean, options: LogsOptions, deadline: Deadline) {
    this.#target = target;
    this.#tty = tty;
    this.#options = options;
    this.#deadline = deadline;
  }

  /**
   * The engine ends a followed log whenever the process ends, also when it will start it again, and not always after
   * the last line: so it is read on until the container has ended for good, and then once more.
   */
  async *follow(now: ContainerStatus): AsyncGenerator<readonly LogLine[], void, undefined> {
    let status: ContainerStatus | undefined = willChange(now) ? await this.#settledStatus() : now;
    for (;;) {
      // What is being removed can no longer be read; what was still to come is gone with it.
      if (!isUsable(status)) return;
      try {
        yield* this.read(isActive(status));
      } catch (error) {
        // While the engine removes it, it shows as running, and refuses.
        if (isDocktopusError(error, 'engine.conflict', 'container.not-found')) return;
        throw error;
      }
      if (!isActive(status)) return;
      status = await this.#settledStatus();
    }
  }

  async *read(follow: boolean): AsyncGenerator<readonly LogLine[], void, undefined> {
    const { docker, id } = this.#target;
    const { signal } = this.#deadline;
    const { maxLineBytes = MAX_LINE_BYTES, timestamps = false } = this.#options;
    // Times are what makes it possible to go on where an interruption came.
    const timed = timestamps || (this.#options.follow ?? false);
    this.#cursor.rewind();
    const chunks = await docker.engine.containerLogs(id, { ...this.#query(follow, timed), signal });
    const format = { timestamps: timed, maxLineBytes, tty: this.#tty };
    for await (const lines of readLineBatches(chunks, format)) {
      const fresh = timed ? lines.filter((line) => this.#cursor.accept(line)) : lines;
      yield timed && !timestamps ? fresh.map(({ stream, line }) => ({ stream, line })) : fresh;
    }
  }

  #query(follow: boolean, timestamps: boolean): LogsQuery {
    const { tail, since, until: end, stdout, stderr } = this.#options;
    const goingOn = this.#cursor.since;
    return {
      follow,
      timestamps,
      tty: this.#tty,
      // What was asked for holds for the first reading; later ones go on from where that came to.
      ...(goingOn === undefined ? { tail, since: moment(since) } : { since: goingOn }),
      until: moment(end),
      stdout,
      stderr,
    };
  }

  /** Its status once it is known what comes next: not while it has not been started, or is about to be started again. */
  async #settledStatus(): Promise<ContainerStatus | undefined> {
    const { docker, id, subject } = this.#target;
    const { status } = await until(
      watchContainer(docker, id),
      ({ status, stale }) => !stale && !willChange(status),
      { signal: this.#deadline.signal, timeoutMs: 0 },
      subject,
    );
    return status;
  }
}

/** It has not been started, or is about to be started again: there is nothing to follow yet. */
function willChange(status: ContainerStatus | undefined): boolean {
  return status === 'created' || status === 'restarting';
}

function moment(value: Date | number | string | undefined): number | string | undefined {
  if (value instanceof Date) return value.getTime() / 1000;
  return typeof value === 'string' && !SECONDS.test(value) ? epochText(value) : value;
}
