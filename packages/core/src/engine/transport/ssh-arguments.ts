import type { SshEndpoint } from '../endpoint/endpoint.ts';

/** The arguments for `ssh`, in the order in which the Docker CLI gives them; `--` ends its options. */
export function sshArguments({ host, port, user, socketPath }: SshEndpoint): readonly string[] {
  return [
    ...['-o', 'ConnectTimeout=30', '-T'],
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...['--', host, 'docker'],
    ...(socketPath === undefined ? [] : ['--host', `unix://${socketPath}`]),
    ...['system', 'dial-stdio'],
  ];
}
