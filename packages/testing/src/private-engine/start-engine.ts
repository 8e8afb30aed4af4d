import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { copyImage } from './copy-image.ts';
import { PrivateEngine } from './private-engine.ts';
import { enginePrograms } from './requirements.ts';
import { run } from './run.ts';
import type { StartEngineOptions } from './start-engine-options.ts';
import { ENGINE_DIRECTORY, ownEngine, sweepEngines } from './sweep-engines.ts';

/**
 * Starts a Docker engine of the test's own, which may be killed, stopped and filled up: its data, its socket and its
 * network are its own, so that no other engine on the machine notices it. Takes about a second.
 *
 * ```ts
 * await using engine = await startEngine({ images: ['busybox:1.36'] });
 * const docker = await connectDocker({ endpoint: engine.endpoint });
 * await engine.kill();
 * await engine.restart();
 * ```
 *
 * Ports that its containers publish are open in its own network only, and not from the test.
 *
 * @throws DocktopusError `engine.unsupported` unless run as root on Linux with `dockerd`: see
 *   {@link privateEngineObstacle}; `engine.unreachable` with the end of its log when it does not come up.
 */
export async function startEngine(options: StartEngineOptions = {}): Promise<PrivateEngine> {
  const programs = enginePrograms();
  const {
    images = [],
    imagesFrom = 'unix:///var/run/docker.sock',
    diskBytes,
    args = [],
    timeoutMs = 60_000,
  } = options;
  await sweepEngines(programs);
  // Short, because a socket's path has room for 107 characters.
  const directory = mkdtempSync(ENGINE_DIRECTORY);
  ownEngine(directory);
  const network = basename(directory);
  const engine = new PrivateEngine({ directory, network, programs, args, timeoutMs });
  try {
    mkdirSync(`${directory}/data`);
    // Not the machine's own configuration.
    writeFileSync(`${directory}/daemon.json`, '{}\n');
    if (diskBytes !== undefined) {
      await run('mount', '-t', 'tmpfs', '-o', `size=${diskBytes}`, 'tmpfs', `${directory}/data`);
    }
    await run(programs.ip, 'netns', 'add', network);
    await run(programs.ip, '-n', network, 'link', 'set', 'lo', 'up');
    await engine.restart();
    for (const image of images) await copyImage(image, imagesFrom, engine.endpoint);
    return engine;
  } catch (error) {
    // A stop that fails must not hide why the engine did not start.
    await engine.stop().catch(() => undefined);
    throw error;
  }
}
