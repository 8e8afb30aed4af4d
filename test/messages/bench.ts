import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ConnectOptions,
  Container,
  type ContainerBuilder,
  connectDocker,
  type Docker,
  DockerContext,
  describeError,
  isDocktopusError,
} from '@docktopus/core';
import { FakeEngine } from '@docktopus/testing';
import { expect } from 'vitest';

/** By code: what fails with it, and the text that its reader gets. */
export type Rows = Readonly<Record<string, readonly [act: (bench: Bench) => unknown, text: string]>>;

/** What the messages are provoked with: an engine in memory, a client, a folder. */
export class Bench implements AsyncDisposable {
  readonly fake: FakeEngine;
  readonly docker: Docker;
  readonly folder: string;

  private constructor(fake: FakeEngine, docker: Docker, folder: string) {
    this.fake = fake;
    this.docker = docker;
    this.folder = folder;
  }

  static async open(): Promise<Bench> {
    const fake = new FakeEngine({ ports: 'none' });
    return new Bench(
      fake,
      await connectDocker({ transport: fake }),
      await mkdtemp(join(tmpdir(), 'messages-')),
    );
  }

  /** A container called `box` that sleeps, or does what `script` says. */
  box(script = 'sleep 1000'): ContainerBuilder<Container> {
    return Container.builder(this.docker, 'busybox:1.36').name('box').cmd(['sh', '-c', script]).strict('off');
  }

  /** That container, started. */
  async running(script?: string): Promise<Container> {
    const box = await this.box(script).create();
    await box.start();
    return box;
  }

  /** Does what needs a call of the engine, which it refuses with these words. */
  async refused(
    operation: Parameters<FakeEngine['fail']>[0],
    status: number,
    words: string,
    act: () => unknown,
  ): Promise<void> {
    using _fault = this.fake.fail(operation, status, words);
    await act();
  }

  connect<T extends DockerContext>(
    type: new () => T,
    settings: Readonly<Record<string, unknown>> = {},
    options: ConnectOptions = {},
  ): Promise<T> {
    return DockerContext.connect.call(type, {
      ...options,
      transport: this.fake,
      cleanup: 'none',
      config: { name: 'cache', shutdownGraceMs: 0, ...settings },
      configSources: { args: false, env: {}, envFile: false, file: false },
    }) as Promise<T>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.docker.close();
    await this.fake[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true });
  }
}

/** `code: message` of what `act` fails with, without what differs between two runs. */
export async function saidBy(act: (bench: Bench) => unknown): Promise<string> {
  await using bench = await Bench.open();
  try {
    await act(bench);
  } catch (error) {
    if (!isDocktopusError(error)) throw error;
    return `${error.code}: ${describeError(error)}`
      .replaceAll(bench.folder, '<folder>')
      .replaceAll(/Try again in \d+ s/g, 'Try again in <n> s')
      .replaceAll(/box-[a-z0-9]{10}-net/g, 'box-<hash>-net')
      .replaceAll(/[0-9a-f]{64}/g, '<id>')
      .replaceAll(/\b[0-9a-f]{12}\b/g, '<short id>')
      .replaceAll(/\bprocess \d+/g, 'process <pid>')
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>');
  }
  return expect.fail('nothing has failed');
}
