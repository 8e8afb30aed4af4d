import { expect, test } from 'vitest';
import { sshArguments } from '../transport/ssh-arguments.ts';
import { type Endpoint, printEndpoint, type SshEndpoint } from './endpoint.ts';
import { parseEndpoint } from './parse-endpoint.ts';

const good: [text: string, endpoint: Endpoint, printed?: string][] = [
  ['unix:///run/d.sock', { kind: 'unix', path: '/run/d.sock' }],
  ['unix://', { kind: 'unix', path: '/var/run/docker.sock' }, 'unix:///var/run/docker.sock'],
  ['tcp://host:2375', { kind: 'tcp', host: 'host', port: 2375 }],
  ['tcp://host', { kind: 'tcp', host: 'host', port: 2375 }, 'tcp://host:2375'],
  ['tcp://host:80', { kind: 'tcp', host: 'host', port: 80 }, 'tcp://host:80'],
  ['tcp://[::1]:2375', { kind: 'tcp', host: '::1', port: 2375 }],
  ['tcp://', { kind: 'tcp', host: 'localhost', port: 2375 }, 'tcp://localhost:2375'],
  ['tcp://:2376', { kind: 'tcp', host: 'localhost', port: 2376 }, 'tcp://localhost:2376'],
  [':2375', { kind: 'tcp', host: 'localhost', port: 2375 }, 'tcp://localhost:2375'],
  ['host', { kind: 'tcp', host: 'host', port: 2375 }, 'tcp://host:2375'],
  ['host:2376', { kind: 'tcp', host: 'host', port: 2376 }, 'tcp://host:2376'],
  ['10.0.0.5:1234/', { kind: 'tcp', host: '10.0.0.5', port: 1234 }, 'tcp://10.0.0.5:1234'],
  ['[::1]:2375', { kind: 'tcp', host: '::1', port: 2375 }, 'tcp://[::1]:2375'],
  [' tcp://host:1 ', { kind: 'tcp', host: 'host', port: 1 }, 'tcp://host:1'],
  ['TCP://host:1', { kind: 'tcp', host: 'host', port: 1 }, 'tcp://host:1'],
  ['http://host:1', { kind: 'tcp', host: 'host', port: 1 }, 'tcp://host:1'],
  ['https://host', { kind: 'tcp', host: 'host', port: 2376, tls: { verify: true } }, 'tcp://host:2376'],
  ['ssh://host', { kind: 'ssh', host: 'host' }],
  ['ssh://me@host:2222', { kind: 'ssh', host: 'host', user: 'me', port: 2222 }],
  [
    'ssh://host/run/user/1000/docker.sock',
    { kind: 'ssh', host: 'host', socketPath: '/run/user/1000/docker.sock' },
  ],
];

test.each(good)('%s', (text, endpoint, printed) => {
  expect(parseEndpoint(text)).toEqual(endpoint);
  expect(printEndpoint(endpoint)).toBe(printed ?? text);
});

test.each([
  ['', 'it is empty'],
  ['::1', '"::1" is not host:port'],
  ['host:port', '"host:port" is not host:port'],
  ['tcp:host:2375', '"tcp:host:2375" is not host:port'],
  ['a b', 'is not a host name'],
  ['/var/run/docker.sock', 'unix:///var/run/docker.sock'],
  ['npipe:////./pipe/docker_engine', 'not supported'],
  ['fd://3', 'not supported'],
  ['tcp://user:secret@host:1', 'credentials'],
  ['tcp://host:1/prefix', 'path'],
  ['tcp://host:0', 'port 0'],
  ['tcp://host:99999', 'port 99999 is not a port to connect to; ports are 1 to 65535'],
  ['host:70000', 'port 70000'],
  ['me:secret@host:1', 'credentials'],
  ['ssh://', 'no host'],
  ['ssh://me:secret@host', 'password'],
  ['ssh://-oProxyCommand=touch', 'dash'],
  ['ssh://-oProxyCommand=x@host', 'dash'],
  ['ssh://ho$(id)st', 'host name'],
  ['ssh://a;b@host', 'user name'],
  ['ssh://host/sock;reboot', 'shell'],
  ['ssh://host?x=1', 'query'],
  ['unix:///a\0b', 'NUL'],
])('%j is refused: %s', (text, reason) => {
  const problem = parseEndpoint(text);
  expect(problem).toEqual(expect.stringContaining(reason));
  expect(problem).not.toContain('secret');
});

test.each<[SshEndpoint, string]>([
  [{ kind: 'ssh', host: 'h' }, '-o ConnectTimeout=30 -T -- h docker system dial-stdio'],
  [
    { kind: 'ssh', host: 'h', user: 'u', port: 22, socketPath: '/s' },
    '-o ConnectTimeout=30 -T -l u -p 22 -- h docker --host unix:///s system dial-stdio',
  ],
])('ssh is run as the Docker CLI runs it', (endpoint, line) => {
  expect(sshArguments(endpoint).join(' ')).toBe(line);
});
