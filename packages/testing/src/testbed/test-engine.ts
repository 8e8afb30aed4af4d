import { connectDocker, type Docker } from '@docktopus/core';
import type { EngineTransport } from '@docktopus/core/engine';
import { FakeEngine } from '../fake-engine/index.ts';

/**
 * Which engine a test runs on: `'fake'`, one in memory and of the test's own; `'docker'`, the one that the Docker CLI
 * would use; an endpoint as in `DOCKER_HOST`; or a transport, such as a fake engine that the test has made.
 */
export type EngineChoice = 'fake' | 'docker' | (string & {}) | EngineTransport;

/** The one switch that moves a suite from one engine to another. */
export const ENGINE_VARIABLE = 'DOCKTOPUS_TEST_ENGINE';

/** A connected engine, and what has to be closed after the test. */
export interface TestEngine extends AsyncDisposable {
  readonly docker: Docker;
  /** `undefined` on a real engine. */
  readonly fake: FakeEngine | undefined;
}

/** Connects to what was chosen; without a choice, to what the environment says, else to a fake engine. */
export async function openTestEngine(
  choice: EngineChoice | undefined,
  makeFake: () => FakeEngine,
): Promise<TestEngine> {
  const chosen = choice ?? (process.env[ENGINE_VARIABLE] || 'fake');
  if (chosen === 'fake') {
    const fake = makeFake();
    return opened(await connectDocker({ transport: fake }), fake, () => fake[Symbol.asyncDispose]());
  }
  if (typeof chosen !== 'string') {
    const fake = chosen instanceof FakeEngine ? chosen : undefined;
    return opened(await connectDocker({ transport: chosen }), fake);
  }
  return opened(await connectDocker(chosen === 'docker' ? {} : { endpoint: chosen }), undefined);
}

function opened(docker: Docker, fake: FakeEngine | undefined, after?: () => Promise<void>): TestEngine {
  return {
    docker,
    fake,
    async [Symbol.asyncDispose]() {
      await docker.close();
      await after?.();
    },
  };
}
