import { connectDocker, type Docker } from '@docktopus/core';
import { engineEndpoint, uniqueName } from './engine.ts';

/** Whatever carries the label of one test: looked at through it, and removed when it ends. */
export class Labelled implements AsyncDisposable {
  readonly docker: Docker;
  readonly label = uniqueName('labelled');

  private constructor(docker: Docker) {
    this.docker = docker;
  }

  static async connect(endpoint = engineEndpoint()): Promise<Labelled> {
    return new Labelled(await connectDocker({ endpoint }));
  }

  /** The names of the containers and networks that the engine has. */
  async names(label = this.label): Promise<readonly string[]> {
    const filters = { label: [label] };
    const containers = await this.docker.engine.listContainers({ all: true, filters });
    const networks = await this.docker.networks.list({ filters });
    return [
      ...containers.map(({ Names }) => Names[0]?.slice(1) ?? ''),
      ...networks.map(({ Name }) => Name),
    ].sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const filters = { label: [this.label] };
    for (const { Id } of await this.docker.engine.listContainers({ all: true, filters })) {
      await this.docker.engine.removeContainer(Id, { force: true, volumes: true });
    }
    for (const { Id } of await this.docker.networks.list({ filters })) await this.docker.networks.remove(Id);
    await this.docker.close();
  }
}
