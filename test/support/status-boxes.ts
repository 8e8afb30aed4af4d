import { type ContainerSnapshot, connectDocker, type Docker, until } from '@docktopus/core';
import type { CreateContainerBody } from '@docktopus/core/engine';
import { type StatusHub, statusHub } from '@docktopus/core/kit';
import { ReplaySubject, type Subscription } from 'rxjs';
import { busyboxImage, engineEndpoint, uniqueName } from './engine.ts';

/** Containers by the engine's own calls, and what their watchers see: for tests of the status alone. */
export class StatusBoxes implements AsyncDisposable {
  /** The connection that is tested. */
  readonly docker: Docker;
  /** Another one, over which containers are made and changed: no test breaks it. */
  readonly direct: Docker;
  readonly label = uniqueName('status');
  readonly watched: Watching[] = [];

  private constructor(docker: Docker, direct: Docker) {
    this.docker = docker;
    this.direct = direct;
  }

  /** @param through the endpoint of the connection that is tested: a proxy's, say. */
  static async connect(endpoint = engineEndpoint(), through = endpoint): Promise<StatusBoxes> {
    return new StatusBoxes(await connectDocker({ endpoint: through }), await connectDocker({ endpoint }));
  }

  get hub(): StatusHub {
    return statusHub(this.docker);
  }

  /** Creates a container that runs `script` in a shell; by default one that ends at once when it is told to. */
  async create(
    script = 'trap exit TERM; while :; do sleep 60 & wait $!; done',
    more: CreateContainerBody = {},
  ): Promise<string> {
    const body = {
      Image: busyboxImage(),
      Cmd: ['sh', '-c', script],
      Labels: { [this.label]: '' },
      ...more,
      // A separate network costs the engine as much as all the rest of a container's life.
      HostConfig: { NetworkMode: 'host', ...more.HostConfig },
    };
    const { id } = await this.direct.engine.createContainer(body);
    return id;
  }

  async start(script?: string, more?: CreateContainerBody): Promise<string> {
    const id = await this.create(script, more);
    await this.direct.engine.startContainer(id);
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
    const { engine } = this.direct;
    const exec = await engine.createExec(id, { Cmd: cmd, AttachStdout: true, AttachStderr: true });
    const stream = await engine.startExec(exec.id);
    for await (const chunk of stream.output) void chunk;
  }

  /** Everything that a watcher sees from now on. */
  watch(id: string, hub = this.hub): Watching {
    const watching = new Watching(id, hub);
    this.watched.push(watching);
    return watching;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { subscription } of this.watched) subscription.unsubscribe();
    await this.docker.close();
    const { engine } = this.direct;
    const left = await engine.listContainers({ all: true, filters: { label: [this.label] } });
    await Promise.all(left.map(({ Id }) => engine.removeContainer(Id, { force: true, volumes: true })));
    await this.direct.close();
  }
}

/** What one watcher sees. */
export class Watching {
  readonly id: string;
  readonly values: ContainerSnapshot[] = [];
  completed = false;
  readonly subscription: Subscription;
  readonly #seen = new ReplaySubject<ContainerSnapshot>(1);

  constructor(id: string, hub: StatusHub) {
    this.id = id;
    this.#seen.subscribe({
      next: (snapshot) => this.values.push(snapshot),
      complete: () => {
        this.completed = true;
      },
    });
    this.subscription = hub.watch(id).subscribe(this.#seen);
  }

  get last(): ContainerSnapshot | undefined {
    return this.values.at(-1);
  }

  /** The statuses, equal neighbours once. */
  get statuses(): readonly (string | undefined)[] {
    const all = this.values.map(({ status }) => status);
    return all.filter((status, index) => index === 0 || status !== all[index - 1]);
  }

  /** Resolves with the latest value, or the first from now on, that is as wanted. */
  until(
    condition: (snapshot: ContainerSnapshot) => boolean,
    timeoutMs = 100_000,
  ): Promise<ContainerSnapshot> {
    return until(this.#seen, condition, { timeoutMs });
  }
}
