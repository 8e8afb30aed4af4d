import { connectDocker, type Docker } from '@docktopus/core';
import { FaultProxy } from '@docktopus/testing';
import { expect } from 'vitest';
import { engineEndpoint } from '../support/engine.ts';

/** A client whose every byte goes through a proxy that can break it. */
export class ProxiedDocker implements AsyncDisposable {
  readonly proxy: FaultProxy;
  readonly docker: Docker;
  readonly #before = openSockets();

  private constructor(proxy: FaultProxy, docker: Docker) {
    this.proxy = proxy;
    this.docker = docker;
  }

  static async connect(): Promise<ProxiedDocker> {
    const proxy = await FaultProxy.start(engineEndpoint());
    return new ProxiedDocker(proxy, await connectDocker({ endpoint: proxy.endpoint }));
  }

  /** Closing leaves no connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.docker.close();
    await this.proxy.close();
    await expect.poll(openSockets, { timeout: 2_000 }).toBeLessThanOrEqual(this.#before);
  }
}

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => /^(Pipe|TCPSocket)Wrap$/.test(name)).length;
}
