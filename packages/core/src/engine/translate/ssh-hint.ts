const HINTS: readonly (readonly [says: RegExp, hint: string])[] = [
  [/^the program ssh/, 'Install the OpenSSH client on this machine, with ssh on the PATH'],
  [
    /docker: (command )?not found|docker: no such file/i,
    'Install the Docker CLI on the remote machine: ssh runs `docker system dial-stdio` there',
  ],
  [/permission denied while trying to connect/i, 'Add the remote user to the group `docker`'],
  [/cannot connect to the docker daemon/i, 'Start the engine on the remote machine'],
  [
    /host key|host identification/i,
    'Connect once with `ssh` by hand and check the key of the host: it has to be in known_hosts',
  ],
  [
    /permission denied|authentication failures/i,
    'Check that `ssh` logs in without a question: Docktopus uses the keys, agent and user of your ssh',
  ],
  [
    /connection refused|timed out|no route to host|could not resolve hostname|network is unreachable/i,
    'Check host and port, and that sshd runs there',
  ],
];

/** What to do about what `ssh` has said. */
export function sshHint(said: string): string | undefined {
  return HINTS.find(([says]) => says.test(said))?.[1];
}
