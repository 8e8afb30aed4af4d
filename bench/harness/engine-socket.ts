/** The socket of the engine that is measured: `DOCKER_HOST` when it names one, else the usual place. */
export function engineSocket(): string {
  const { DOCKER_HOST: host } = process.env;
  return host?.startsWith('unix://') ? host.slice('unix://'.length) : '/var/run/docker.sock';
}

/** The image that every benchmark runs; `npm run setup` makes it. */
export const IMAGE = 'docktopus/busybox:1.35';
