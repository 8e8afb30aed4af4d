import { isImageId, parseImageReference } from '../../engine/index.ts';
import type { ContainerSpec } from '../spec/container-spec.ts';
import type { ImplicitChoice } from './implicit-choice.ts';

/** An option that a service should decide itself, and how to see that its spec has not. */
interface CriticalOption extends ImplicitChoice {
  readonly isImplicit: (spec: ContainerSpec) => boolean;
}

/**
 * The options that `strict` asks for. Published ports are not among them: they bind to 127.0.0.1 here unless the spec
 * says otherwise, so that nothing is left to the engine.
 */
export const criticalOptions: readonly CriticalOption[] = [
  {
    option: 'image',
    consequence: "the tag is 'latest', which may be another image tomorrow",
    write: ".image('name:1.2.3') or .image('name@sha256:…')",
    isImplicit: ({ image }) => hasFloatingTag(image),
  },
  {
    option: 'restartPolicy',
    consequence: 'the engine does not start the container again when it dies',
    write: ".restartPolicy('unless-stopped') or .restartPolicy('no')",
    isImplicit: ({ restartPolicy, createOptions }) =>
      restartPolicy === undefined && createOptions?.HostConfig?.RestartPolicy === undefined,
  },
  {
    option: 'limits.memory',
    consequence: 'the container may take all memory of the host',
    write: ".limits({ memory: '512m' })",
    isImplicit: ({ limits, createOptions }) =>
      limits?.memoryBytes === undefined && createOptions?.HostConfig?.Memory === undefined,
  },
  {
    option: 'limits.cpus',
    consequence: 'the container may take all CPUs of the host',
    write: '.limits({ cpus: 1 })',
    isImplicit: ({ limits, createOptions }) =>
      limits?.cpus === undefined &&
      limits?.cpuset === undefined &&
      createOptions?.HostConfig?.NanoCpus === undefined &&
      createOptions?.HostConfig?.CpuQuota === undefined,
  },
  {
    option: 'limits.pids',
    consequence: 'the container may fork until the host runs out of processes',
    write: '.limits({ pids: 256 })',
    isImplicit: ({ limits, createOptions }) =>
      limits?.pids === undefined && createOptions?.HostConfig?.PidsLimit === undefined,
  },
  {
    option: 'stopTimeout',
    consequence: 'the engine kills the container 10 seconds after asking it to stop',
    write: ".stopTimeout('30s')",
    isImplicit: ({ stopTimeoutSeconds, createOptions }) =>
      stopTimeoutSeconds === undefined && createOptions?.StopTimeout === undefined,
  },
  {
    option: 'user',
    consequence: "the container runs as the image's user, which is root unless the image says otherwise",
    write: ".user('1000:1000')",
    isImplicit: ({ user, createOptions }) => user === undefined && createOptions?.User === undefined,
  },
  {
    option: 'logDriver',
    consequence: "the engine's default log driver is used, and json-file grows without limit",
    write: ".logDriver('local') or .logDriver('json-file', { 'max-size': '10m', 'max-file': '3' })",
    isImplicit: ({ logDriver, createOptions }) =>
      (logDriver === undefined && createOptions?.HostConfig?.LogConfig === undefined) ||
      (logDriver?.name === 'json-file' && logDriver.options['max-size'] === undefined),
  },
  {
    option: 'init',
    consequence: "the container's own process must reap children and handle signals as process 1",
    write: '.init(true) or .init(false)',
    isImplicit: ({ init, createOptions }) =>
      init === undefined && createOptions?.HostConfig?.Init === undefined,
  },
  {
    option: 'readyWhen',
    consequence: 'the container counts as ready as soon as its process exists',
    write: '.readyWhen(ready.port(8080))',
    isImplicit: ({ readyWhen }) => readyWhen === undefined,
  },
];

function hasFloatingTag(image: string): boolean {
  if (isImageId(image)) return false;
  const reference = parseImageReference(image);
  if (!reference.ok || reference.value.digest !== undefined) return false;
  return reference.value.tag === undefined || reference.value.tag === 'latest';
}
