import {
  type ContainerSnapshot,
  type CreateContainerBody,
  connectDocker,
  type Docker,
  type StatusHub,
  statusHub,
  until,
} from '@docktopus/core';
import type { Subscription } from 'rxjs';
import { busyboxImage, engineEndpoint, uniqueName } from './engine.ts';

/** Containers by the engine's own calls, and what their watchers see: for tests of the status alone. */
export class StatusBoxes implements AsyncDisposable {
  readonly docker: Docker;
  readonly label = uniqueName('status');
  readonly #endpoint: string;
  readonly #subscriptions: Subscription[] = [];

  private constructor(docker: Docker, endpoint: string) {
    this.docker = docker;
    this.#endpoint = endpoint;
  }

  /** @param through the endpoint of the connection that is tested: a proxy's, say. */
  static async connect(endpoint = engineEndpoint(), through = endpoint): Promise<StatusBoxes> {
    return new StatusBoxes(await connectDocker({ endpoint: through }), endpoint);
  }

  get hub(): StatusHub {
    return statusHub(this.docker);
  }

  /** Creates a container that runs `script` in a shell; by default one that ends at once when it is told to. */
  async create(
    script = 'trap exit TERM; while :; do sleep 60 & wait $!; done',
    more: CreateContainerBody = {},
  ): Promise<string> {
    const body = { Image: busyboxImage(), Cmd: ['sh', '-c', script], Labels: { [this.label]: '' }, ...more };
    const { id } = await this.docker.engine.createContainer(body);
    return id;
  }

  async start(script?: string, more?: CreateContainerBody): Promise<string> {
    const id = await this.create(script, more);
    await this.docker.engine.startContainer(id);
    return id;
  }

  /** So many running ones; four are made at a time. */
  async startMany(count: number, script?: string, more?: CreateContainerBody): Promise<readonly string[]> {
    const ids: string[] = [];
    const worker = async () => {
      while (ids.length < count) {
        const place = ids.push('') - 1;
        ids[place] = await this.start(script, more);
      }
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
    return ids;
  }

  /** Runs a command in a container to its end. */
  async run(id: string, cmd: readonly string[]): Promise<void> {
    const { engine } = this.docker;
    const exec = await engine.createExec(id, { Cmd: cmd, AttachStdout: true, AttachStderr: true });
    const stream = await engine.startExec(exec.id);
    for await (const chunk of stream.output) void chunk;
  }

  /** Everything that a watcher sees from now on. */
  watch(id: string, hub = this.hub): Watching {
    const watching = new Watching(id, hub);
    this.#subscriptions.push(watching.subscription);
    return watching;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
    // Over a connection of its own: the test's may have been cut.
    await using docker = await connectDocker({ endpoint: this.#endpoint });
    const left = await docker.engine.listContainers({ all: true, filters: { label: [this.label] } });
    await Promise.all(
      left.map(({ Id }) => docker.engine.removeContainer(Id, { force: true, volumes: true })),
    );
    await this.docker.close();
  }
}

/** What one watcher sees. */
export class Watching {
  readonly id: string;
  readonly values: ContainerSnapshot[] = [];
  /** When each value came, as `performance.now()`. */
  readonly times: number[] = [];
  completed = false;
  readonly subscription: Subscription;
  readonly #hub: StatusHub;

  constructor(id: string, hub: StatusHub) {
    this.id = id;
    this.#hub = hub;
    this.subscription = hub.watch(id).subscribe({
      next: (snapshot) => {
        this.values.push(snapshot);
        this.times.push(performance.now());
      },
      complete: () => {
        this.completed = true;
      },
    });
  }

  get last(): ContainerSnapshot | undefined {
    return this.values.at(-1);
  }

  /** The statuses, equal neighbours once. */
  get statuses(): readonly (string | undefined)[] {
    const all = this.values.map(({ status }) => status);
    return all.filter((status, index) => index === 0 || status !== all[index - 1]);
  }

  /** Resolves once the latest value is as wanted. */
  until(condition: (snapshot: ContainerSnapshot) => boolean, timeoutMs = 30_000): Promise<ContainerSnapshot> {
    const { last } = this;
    if (last && condition(last)) return Promise.resolve(last);
    return until(this.#hub.watch(this.id), condition, { timeoutMs });
  }
}
