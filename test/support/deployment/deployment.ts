import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Container, connectDocker, type Docker } from '@docktopus/core';
import { build } from 'esbuild';
import { busyboxImage, engineEndpoint, uniqueName } from '../engine.ts';
import { nodeImage } from './node-image.ts';

const SOCKET = '/var/run/docker.sock';

/** What {@link file://./deployed-service.ts} prints once it is ready. */
export interface ServiceReport {
  readonly vantage: { readonly at: string; readonly id?: string };
  readonly beside: unknown;
  readonly behind: unknown;
  readonly away: unknown;
  readonly unshared: unknown;
  readonly judged: unknown;
  readonly store: string;
  readonly swept: readonly string[];
}

/** An image of the service, and two networks; all that carries its label goes at the end. */
export class Deployment implements AsyncDisposable {
  readonly docker: Docker;
  readonly name = uniqueName('deployed');
  readonly image = `${this.name}:test`;
  readonly work = `${this.name}-work`;
  readonly apart = `${this.name}-apart`;
  readonly #services: Container[] = [];

  private constructor(docker: Docker) {
    this.docker = docker;
  }

  static async prepare(): Promise<Deployment> {
    const deployment = new Deployment(await connectDocker({ endpoint: engineEndpoint() }));
    const { docker, image, work, apart } = deployment;
    const folder = await mkdtemp(join(tmpdir(), 'docktopus-deployed-'));
    try {
      await build({
        entryPoints: [fileURLToPath(new URL('./deployed-service.ts', import.meta.url))],
        outfile: join(folder, 'service.mjs'),
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        conditions: ['@docktopus/source'],
        tsconfig: resolve('tsconfig.run.json'),
        external: ['dockerode'],
        banner: {
          js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
        },
      });
      const dockerfileText = `FROM ${await nodeImage(docker)}\nCOPY service.mjs /app/service.mjs\nWORKDIR /app\nCMD ["node", "service.mjs"]\n`;
      await docker.images.build(folder, { tags: [image], dockerfileText });
    } finally {
      await rm(folder, { recursive: true });
    }
    for (const network of [work, apart]) await docker.networks.create(network);
    return deployment;
  }

  /** The service in a new container with the engine's socket, and with a volume as `/app/data`. */
  async service(name = uniqueName('service')): Promise<Container> {
    const { docker, image, work, apart } = this;
    const service = await Container.builder(docker, image)
      .name(name)
      .networks(work)
      .env({ DOCKTOPUS_NAME: this.name, IMAGE: busyboxImage(), WORK: work, APART: apart, LABEL: this.name })
      .binds([`${engineEndpoint().replace('unix://', '')}:${SOCKET}`])
      .volumes(`${this.name}:/app/data`)
      // Its own stop stays below the ten seconds that Docker gives on a quiet machine only.
      .stopTimeout('60s')
      .pull('never')
      .strict('off')
      .create();
    this.#services.push(service);
    await service.start();
    return service;
  }

  /** Resolves with what a service says when it is ready for the `nth` time. */
  async report(service: Container, nth = 1): Promise<ServiceReport> {
    const lines: string[] = [];
    let ready = 0;
    for await (const { line } of service.logs({ follow: true })) {
      lines.push(line);
      if (line.startsWith('{"vantage"')) ready += 1;
      if (ready === nth) return JSON.parse(line) as ServiceReport;
    }
    throw new Error(`the service ended before it was ready:\n${lines.join('\n')}`);
  }

  /** Which containers of services there are, by id. */
  async made(): Promise<readonly string[]> {
    const found = await this.docker.engine.listContainers({ all: true, filters: { label: [this.name] } });
    return found.map(({ Id }) => Id).sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const service of this.#services) await service.remove({ force: true }).catch(() => undefined);
    for (const id of await this.made()) await this.docker.engine.removeContainer(id, { force: true });
    for (const network of [this.work, this.apart]) await this.docker.networks.remove(network);
    await this.docker.volumes.remove(this.name);
    await this.docker.images.remove(this.image, { force: true });
    await this.docker.close();
  }
}
