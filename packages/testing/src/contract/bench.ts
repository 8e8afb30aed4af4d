import type { Docker } from '@docktopus/core';
import type { CreateContainerBody, Engine, LogsQuery } from '@docktopus/core/engine';
import { EventRecorder } from './event-recorder.ts';

/** What one case works with: an engine, a unique label, and the removal of everything that it made. */
export class Bench implements AsyncDisposable {
  readonly docker: Docker;
  readonly image: string;
  /** `key=value` on everything that the case makes. */
  readonly label: string;
  readonly #name: string;
  readonly #cleanUps: (() => Promise<unknown>)[] = [];
  #count = 0;

  constructor(docker: Docker, image: string, name: string) {
    this.docker = docker;
    this.image = image;
    this.#name = name;
    this.label = `docktopus.contract=${name}`;
  }

  get engine(): Engine {
    return this.docker.engine;
  }

  /** A unique name. */
  name(prefix = 'c'): string {
    this.#count += 1;
    return `dtc-${prefix}-${this.#name}-${this.#count}`;
  }

  get labels(): Readonly<Record<string, string>> {
    return { 'docktopus.contract': this.#name };
  }

  /** Does something at the end, whatever came of the case; the last one first. */
  atEnd(cleanUp: () => Promise<unknown>): void {
    this.#cleanUps.push(cleanUp);
  }

  /** A container that sleeps, unless `body` says otherwise; on the host's network, which is the fastest. */
  async create(body: CreateContainerBody = {}, name = this.name()): Promise<string> {
    const { id } = await this.engine.createContainer(
      {
        Image: this.image,
        Cmd: ['sleep', '300'],
        ...body,
        Labels: { ...this.labels, ...body.Labels },
        HostConfig: { NetworkMode: 'host', ...body.HostConfig },
      },
      { name },
    );
    this.atEnd(() => this.engine.removeContainer(id, { force: true, volumes: true }));
    return id;
  }

  async run(body: CreateContainerBody = {}, name = this.name()): Promise<string> {
    const id = await this.create(body, name);
    await this.engine.startContainer(id);
    return id;
  }

  /** A container that runs a script. */
  shell(script: string, body: CreateContainerBody = {}): Promise<string> {
    return this.run({ Cmd: ['sh', '-c', script], ...body });
  }

  /** Runs a script to its end, and says how it ended and what it printed. */
  async toEnd(script: string, body: CreateContainerBody = {}) {
    const id = await this.shell(script, body);
    const { statusCode } = await this.engine.waitContainer(id, { timeoutMs: 20_000 });
    return { id, exitCode: statusCode, ...(await this.logs(id, { tty: body.Tty === true })) };
  }

  async logs(id: string, query: LogsQuery = {}) {
    const output = await this.engine.containerLogs(id, { timeoutMs: 20_000, ...query });
    const { stdout, stderr } = await collect(output);
    return { stdout, stderr };
  }

  /** Runs a command in a running container. */
  async exec(
    id: string,
    argv: readonly string[],
    options: Parameters<Engine['createExec']>[1] | object = {},
  ) {
    const exec = await this.engine.createExec(id, {
      Cmd: argv,
      AttachStdout: true,
      AttachStderr: true,
      ...options,
    });
    const stream = await this.engine.startExec(exec.id, { tty: 'Tty' in options && options.Tty === true });
    const output = await collect(stream.output);
    const { exitCode } = await this.until('the exec has ended', async () => {
      const state = await this.engine.inspectExec(exec.id);
      return state.running ? undefined : state;
    });
    return { id: exec.id, exitCode, ...output };
  }

  async state(id: string) {
    return (await this.engine.inspectContainer(id)).State;
  }

  /** Looks again and again until there is something. */
  async until<T>(what: string, look: () => Promise<T | undefined | false>, timeoutMs = 15_000): Promise<T> {
    const end = performance.now() + timeoutMs;
    for (;;) {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      if (performance.now() > end) throw new Error(`${timeoutMs} ms have passed, and not: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Records events from now on; those of this case's containers unless `filters` says otherwise. */
  async record(
    filters: Readonly<Record<string, readonly string[]>> = { type: ['container'], label: [this.label] },
  ) {
    const recorder = new EventRecorder();
    const subscription = await this.engine.watchEvents(recorder.add, { filters });
    this.atEnd(async () => subscription.close());
    return recorder;
  }

  async network(options: Parameters<Docker['networks']['create']>[1] = {}, name = this.name('n')) {
    const network = await this.docker.networks.create(name, {
      ...options,
      labels: { ...this.labels, ...options.labels },
    });
    this.atEnd(() => this.docker.networks.remove(network.Id));
    return network;
  }

  async volume(options: Parameters<Docker['volumes']['ensure']>[1] = {}, name = this.name('v')) {
    this.atEnd(() => this.docker.volumes.remove(name));
    return this.docker.volumes.ensure(name, { ...options, labels: { ...this.labels, ...options.labels } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const cleanUp of this.#cleanUps.splice(0).reverse()) await cleanUp();
  }
}

/** All output of a process, its two streams apart, and in the order of the chunks. */
export async function collect(output: AsyncIterable<{ stream: 'stdout' | 'stderr'; data: Buffer }>) {
  const chunks: { stream: 'stdout' | 'stderr'; data: Buffer }[] = [];
  for await (const chunk of output) chunks.push(chunk);
  const of = (wanted?: 'stdout' | 'stderr') =>
    Buffer.concat(
      chunks.filter(({ stream }) => wanted === undefined || stream === wanted).map(({ data }) => data),
    );
  return { stdout: of('stdout').toString(), stderr: of('stderr').toString(), bytes: of() };
}
