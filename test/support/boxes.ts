import {
  type Container,
  type ContainerBuilder,
  Container as Containers,
  connectDocker,
  type Docker,
} from '@docktopus/core';
import type { NetworkInput } from '@docktopus/core/spec';
import { busyboxImage, engineEndpoint, uniqueName } from './engine.ts';

/** Containers of one test: made with its label, and all of them removed when it ends, however it ends. */
export class Boxes implements AsyncDisposable {
  readonly docker: Docker;
  readonly label = uniqueName('boxes');

  private constructor(docker: Docker) {
    this.docker = docker;
  }

  static async connect(endpoint = engineEndpoint()): Promise<Boxes> {
    return new Boxes(await connectDocker({ endpoint }));
  }

  /** With a separate network, for tests that look at networks or ports. */
  static async withNetwork(): Promise<Boxes> {
    const boxes = await Boxes.connect();
    await boxes.docker.networks.create(boxes.label);
    return boxes;
  }

  /**
   * A container that runs `script` in a shell; by default it waits to be stopped, which takes no time. It is on the
   * host's network: a separate one costs the engine as much as all the rest of a container's life.
   */
  box(script?: string): ContainerBuilder<Container> {
    return this.networked(script, ['host']);
  }

  /** The same in other networks. @default networks the one of {@link Boxes.withNetwork} */
  networked(
    script = 'trap exit TERM; while :; do sleep 60 & wait $!; done',
    networks: readonly (string | NetworkInput)[] = [this.label],
  ): ContainerBuilder<Container> {
    return Containers.builder(this.docker, busyboxImage())
      .labels({ [this.label]: '' })
      .cmd(['sh', '-c', script])
      .pull('never')
      .networks(networks);
  }

  /** The names of those that the engine has. */
  async names(): Promise<readonly string[]> {
    const found = await this.docker.engine.listContainers({ all: true, filters: { label: [this.label] } });
    return found.map(({ Names }) => Names[0]?.slice(1) ?? '');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Over a separate connection: the test may have closed or cut the one that it used.
    await using docker = await connectDocker({ endpoint: engineEndpoint() });
    const left = await docker.engine.listContainers({ all: true, filters: { label: [this.label] } });
    for (const { Id } of left) await docker.engine.removeContainer(Id, { force: true, volumes: true });
    await docker.networks.remove(this.label);
    await this.docker.close();
  }
}
