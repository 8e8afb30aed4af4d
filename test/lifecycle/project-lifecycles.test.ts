import { composeProject } from '@docktopus/compose';
import { connectDocker, type ErrorCode } from '@docktopus/core';
import { FakeEngine } from '@docktopus/testing';
import { type Life, testLifecycle } from './lifecycle-suite.ts';
import { thingsIn } from './opened.ts';

const FILE = `
services:
  db: { image: "busybox:1.36", command: sleep 1000 }
  web: { image: "busybox:1.36", command: sleep 1000, depends_on: [db] }
`;

/** What a command meets in a service that is down, or goes down. */
const DOWN: readonly ErrorCode[] = [
  'compose.service-empty',
  'container.not-created',
  'container.not-running',
  'container.not-found',
  'container.removed',
  'container.exited',
  'exec.not-found',
];

testLifecycle({
  name: 'a Compose project',
  refusals: DOWN,
  restarts: true,
  async make(): Promise<Life> {
    const fake = new FakeEngine({ ports: 'none' });
    const docker = await connectDocker({ transport: fake });
    const options = { projectName: 'shop', env: {}, processEnv: false };
    const project = await composeProject(docker, { content: FILE }, options);
    return {
      start: () => project.up(),
      use: () => project.service('web').exec(['true']),
      end: () => project.down({ graceMs: 0 }),
      held: () => thingsIn(fake),
      async dispose() {
        await docker.close();
        await fake[Symbol.asyncDispose]();
      },
    };
  },
});
