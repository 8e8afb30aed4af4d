/**
 * From a clone on a bare machine to a workspace that can run the demo and the tests:
 * dependencies, servers for durable jobs, a Docker engine, the images. Idempotent. Needs Node and npm and nothing else.
 */
import { fileURLToPath } from 'node:url';
import { ensureServers } from './servers/ensure-servers.mjs';
import { checkNode } from './setup/check-node.mjs';
import { installDependencies } from './setup/dependencies.mjs';
import { ensureEngine } from './setup/engine.mjs';
import { ensureImages } from './setup/images.mjs';
import { say } from './setup/say.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

try {
  checkNode();
  installDependencies(root);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

try {
  ensureServers();
} catch (error) {
  // Tests that need one say so, and the others run.
  say(error instanceof Error ? error.message : String(error));
}

try {
  const engine = await ensureEngine();
  await ensureImages(engine.endpoint);
  say(`ready: engine ${engine.version} at ${engine.endpoint}`);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  // Much runs without an engine, so this is the end only where everything is expected to run.
  if (process.env.CI === 'true') process.exit(1);
  say('going on without an engine');
}
