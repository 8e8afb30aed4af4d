import { Socket } from 'node:net';
import type { Container } from '@docktopus/core';

/** Connects to a port of a container, wherever it is published now: that changes whenever the container starts. */
export class ContainerSocket extends Socket {
  constructor(private readonly container: Container) {
    super();
  }

  override connect(...args: unknown[]): this {
    this.container.port(Number(args[0])).then(
      ({ port, host }) => this.destroyed || super.connect(port, host),
      (error) => this.destroy(error),
    );
    return this;
  }
}
