import type { ContainerSpec } from '../spec/container-spec.ts';

/**
 * How each field of a spec counts in its hash.
 *
 * - `body`: by what it puts into the engine's create body.
 * - `beside`: by itself, because it reaches the container by another way than the body.
 * - `volatile`: not at all, because a container that exists would be the same with another value.
 */
export const hashedFields: { readonly [K in keyof Required<ContainerSpec>]: 'body' | 'beside' | 'volatile' } =
  {
    image: 'body',
    env: 'body',
    cmd: 'body',
    entrypoint: 'body',
    workdir: 'body',
    user: 'body',
    hostname: 'body',
    labels: 'body',
    healthcheck: 'body',
    limits: 'body',
    ulimits: 'body',
    devices: 'body',
    gpus: 'body',
    capAdd: 'body',
    capDrop: 'body',
    securityOpt: 'body',
    readOnlyRootfs: 'body',
    tmpfs: 'body',
    mounts: 'body',
    ports: 'body',
    runtime: 'body',
    restartPolicy: 'body',
    extraHosts: 'body',
    init: 'body',
    stopSignal: 'body',
    stopTimeoutSeconds: 'body',
    dns: 'body',
    sysctls: 'body',
    logDriver: 'body',
    autoRemove: 'body',
    tty: 'body',
    openStdin: 'body',
    createOptions: 'body',
    unsafe: 'body',
    // The first network is in the body, all are connected.
    networks: 'beside',
    // A parameter of the create call.
    platform: 'beside',
    // By the digests of their content.
    files: 'beside',
    // A label says it, and clean-up goes by that.
    lifetime: 'beside',
    // What it is found by.
    name: 'volatile',
    pull: 'volatile',
    onConflict: 'volatile',
    strict: 'volatile',
    keepOnFailure: 'volatile',
    dependsOn: 'volatile',
    readyWhen: 'volatile',
    readyTimeoutMs: 'volatile',
  };
