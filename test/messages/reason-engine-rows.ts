import { DocktopusError } from '@docktopus/core';
import { sshHint } from '../../packages/core/src/engine/translate/ssh-hint.ts';
import { tlsHint } from '../../packages/core/src/engine/translate/tls-hint.ts';
import { translateEngineError } from '../../packages/core/src/engine/translate/translate-engine-error.ts';
import { missingOf } from '../../packages/core/src/family/profile/require-engine.ts';
import type { Rows } from './bench.ts';

/** What a connection with this code, or without one, is translated to. */
function connection(code: string | undefined, message: string): never {
  const error = Object.assign(new Error(message), code === undefined ? {} : { code });
  throw translateEngineError(error, { operation: 'engine.ping', endpoint: 'unix:///run/docker.sock' });
}

/** A failure with this hint alone. */
function hinted(hint: string | undefined): never {
  throw new DocktopusError('engine.unreachable', { operation: 'engine.ping', reason: 'no answer', hint });
}

/** Texts beside those of {@link engineRows}: how an engine is not reached, and what it lacks. */
export const reasonEngineRows: Rows = {
  'a socket that may not be used': [
    () => connection('EACCES', 'connect EACCES'),
    [
      'engine.unreachable: engine.ping: the engine at unix:///run/docker.sock cannot be reached: permission denied. Add this user to the group `docker`, or use a rootless engine',
      '  caused by Error: connect EACCES',
    ].join('\n'),
  ],
  'a socket at which nothing listens': [
    () => connection('ECONNREFUSED', 'connect ECONNREFUSED'),
    [
      'engine.unreachable: engine.ping: the engine at unix:///run/docker.sock cannot be reached: nothing listens there. Is the engine running?',
      '  caused by Error: connect ECONNREFUSED',
    ].join('\n'),
  ],
  'an answer that is not HTTP': [
    () => connection('HPE_INVALID_CONSTANT', 'Parse Error: Expected HTTP/'),
    'engine.protocol: engine.ping: the engine at unix:///run/docker.sock does not speak HTTP: Parse Error: Expected HTTP/',
  ],
  'no ssh': [
    () => hinted(sshHint('the program ssh is not on the PATH')),
    'engine.unreachable: engine.ping: no answer. Install the OpenSSH client on this machine, with ssh on the PATH',
  ],
  'no Docker CLI behind ssh': [
    () => hinted(sshHint('sh: docker: not found')),
    'engine.unreachable: engine.ping: no answer. Install the Docker CLI on the remote machine: ssh runs `docker system dial-stdio` there',
  ],
  'a remote user without the group': [
    () => hinted(sshHint('permission denied while trying to connect to the Docker daemon socket')),
    'engine.unreachable: engine.ping: no answer. Add the remote user to the group `docker`',
  ],
  'no engine behind ssh': [
    () => hinted(sshHint('Cannot connect to the Docker daemon')),
    'engine.unreachable: engine.ping: no answer. Start the engine on the remote machine',
  ],
  'a host key that is not known': [
    () => hinted(sshHint('Host key verification failed.')),
    'engine.unreachable: engine.ping: no answer. Connect once with `ssh` by hand and check the key of the host: it has to be in known_hosts',
  ],
  'a login that ssh is refused': [
    () => hinted(sshHint('Permission denied (publickey).')),
    'engine.unreachable: engine.ping: no answer. Check that `ssh` logs in without a question: Docktopus uses the keys, agent and user of your ssh',
  ],
  'no sshd': [
    () => hinted(sshHint('connect to host b port 22: Connection refused')),
    'engine.unreachable: engine.ping: no answer. Check host and port, and that sshd runs there',
  ],
  'TLS files that do not fit': [
    () => hinted(tlsHint('the TLS files cannot be used: no start line')),
    'engine.unreachable: engine.ping: no answer. Check ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH or in the context: all in PEM, and the key fits the certificate',
  ],
  'plain HTTP to an engine with TLS': [
    () => hinted(tlsHint('Client sent an HTTP request to an HTTPS server.')),
    'engine.unreachable: engine.ping: no answer. The engine speaks TLS: set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the folder with its certificates',
  ],
  'TLS to an engine without': [
    () => hinted(tlsHint('TLS failed: wrong version number')),
    'engine.unreachable: engine.ping: no answer. The engine speaks no TLS: unset DOCKER_TLS_VERIFY, or write http:// instead of https://',
  ],
  'a certificate that nothing here has signed': [
    () => hinted(tlsHint('TLS failed: self-signed certificate in certificate chain')),
    'engine.unreachable: engine.ping: no answer. Set DOCKER_CERT_PATH to a folder with the ca.pem that signed the certificate of the engine',
  ],
  'an engine that wants a certificate': [
    () => hinted(tlsHint('TLS failed: tlsv13 alert certificate required')),
    'engine.unreachable: engine.ping: no answer. The engine wants a certificate of the client: set DOCKER_CERT_PATH to a folder with cert.pem and key.pem',
  ],
  'a runtime that the engine lacks': [
    () => lacking({ runtime: 'runsc' }, {}),
    "engine.unsupported: family.profile: there is no runtime 'runsc'; the engine knows none. Install it and name it in the engine's daemon.json",
  ],
  'an engine without seccomp': [
    () => lacking({}, {}),
    'engine.unsupported: family.profile: the engine filters no system calls. Run an engine with seccomp and its default profile',
  ],
  'an engine that maps no users': [
    () => lacking({ userns: 'remap' }, { SecurityOptions: ['name=seccomp,profile=default'] }),
    "engine.unsupported: family.profile: the engine maps users to themselves. Set userns-remap in the engine's daemon.json, or leave userns out",
  ],
  'a storage without sizes': [
    () => lacking({ storageBytes: 1 }, { SecurityOptions: ['name=seccomp,profile=default'], Driver: 'vfs' }),
    "engine.unsupported: family.profile: the engine's storage (vfs) cannot limit the size of containers. Use overlay2 on xfs with pquota, btrfs or zfs, or leave storage out",
  ],
};

/** What an engine with this answer to `GET /info` lacks for a profile. */
function lacking(profile: object, info: object): never {
  const missing = missingOf(info, profile as never);
  throw new DocktopusError('engine.unsupported', {
    operation: 'family.profile',
    ...(missing as never as object),
  } as never);
}
