/**
 * What a test that touches a real engine needs to know. Use it in `test/engine`, `test/fault`,
 * `test/scenario`, `test/examples` and `test/docs`:
 *
 * ```ts
 * import { busyboxImage, engineEndpoint, uniqueName } from '../support/engine.ts';
 *
 * const docker = await connectDocker({ endpoint: engineEndpoint() });
 * const box = docker.container(busyboxImage()).name(uniqueName('box')).cmd(['sleep', '60']);
 * ```
 *
 * Call these inside tests and hooks, not while the file loads: without an engine the whole file is
 * skipped with a reason, and only its tests and hooks are.
 */
import { inject } from 'vitest';
import type {} from './provided.ts';

/** Endpoint of the engine under test, written as in `DOCKER_HOST`: `unix:///var/run/docker.sock`. */
export function engineEndpoint(): string {
  const engine = inject('engine');
  if (!engine.available) throw new Error(`no Docker engine: ${engine.reason}`);
  return engine.endpoint;
}

/** A local image with every busybox applet on the PATH; exists before the first test, is never pulled. */
export function busyboxImage(): string {
  return inject('busyboxImage');
}

let count = 0;

/** A name for a container, network or volume that no other test file or run uses at the same time. */
export function uniqueName(prefix: string): string {
  count += 1;
  return `dt-${prefix}-${process.pid.toString(36)}-${Date.now().toString(36)}-${count}`;
}
