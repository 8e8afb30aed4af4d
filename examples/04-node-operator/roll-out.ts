import { type Container, isDocktopusError } from '@docktopus/core';
import type { ConfigVolume } from './config-volume.ts';

export type Rollout =
  | { readonly result: 'rolled-out' }
  | { readonly result: 'rolled-back'; readonly reason: string; readonly lastWords: string | undefined };

/** Restarts the node with another configuration, and with the last good one when it is not ready in time with that. */
export async function rollOut(
  node: Container,
  configs: ConfigVolume,
  next: string,
  readyWithinMs: number,
): Promise<Rollout> {
  const good = await configs.read('good.conf');
  await configs.write('node.conf', next);
  await node.stop();
  try {
    await node.start({ timeoutMs: readyWithinMs });
  } catch (error) {
    if (!isDocktopusError(error) || good === undefined) throw error;
    await configs.write('node.conf', good);
    await node.stop();
    await node.start();
    const lastLine = error.details.failure?.lastLines.at(-1);
    return { result: 'rolled-back', reason: error.code, lastWords: lastLine?.line };
  }
  await configs.write('good.conf', next);
  return { result: 'rolled-out' };
}
