import { expect, test } from 'vitest';
import type { ErrorCode } from '../../errors/index.ts';
import { EngineHttpError } from '../transport/engine-http-error.ts';
import { translateEngineError } from './translate-engine-error.ts';

/** As the engines really say it: Docker 20.10, 28 and 29 (d), Podman 4.3 (p). */
const replies: [engine: 'd' | 'p', status: number, says: string, code: ErrorCode][] = [
  [
    'd',
    409,
    'Conflict. The container name "/x" is already in use by container "0a1b". You have to remove (or rename) that container to be able to reuse that name.',
    'name.in-use',
  ],
  [
    'p',
    500,
    'creating container storage: the container name "x" is already in use by 0a1b. You have to remove that container to be able to reuse that name: that name is already in use',
    'name.in-use',
  ],
  [
    'p',
    409,
    'renaming container 0a1b: name x already in use, cannot rename container 0a1b: container already exists',
    'name.in-use',
  ],
  ['d', 409, 'network with name x already exists', 'name.in-use'],
  ['p', 409, 'network name x already used: network already exists', 'name.in-use'],
  [
    'd',
    500,
    'driver failed programming external connectivity on endpoint x (0a): Bind for 0.0.0.0:80 failed: port is already allocated',
    'port.in-use',
  ],
  [
    'd',
    500,
    'driver failed programming external connectivity on endpoint x: Error starting userland proxy: listen tcp4 127.0.0.1:80: bind: address already in use',
    'port.in-use',
  ],
  [
    'd',
    500,
    'failed to set up container networking: driver failed programming external connectivity on endpoint x (0a): Bind for 127.0.0.1:80 failed: port is already allocated',
    'port.in-use',
  ],
  [
    'd',
    500,
    'failed to set up container networking: driver failed programming external connectivity on endpoint x (0a): failed to bind host port for 0.0.0.0:80:172.17.0.2:80/tcp: address already in use',
    'port.in-use',
  ],
  ['d', 500, 'failed to set up container networking: network 0a1b not found', 'network.not-found'],
  ['p', 500, 'rootlessport listen tcp 0.0.0.0:8080: bind: address already in use', 'port.in-use'],
  ['d', 404, 'No such image: nope:1', 'image.not-found'],
  [
    'd',
    404,
    "pull access denied for nope, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    'image.not-found',
  ],
  [
    'd',
    404,
    'failed to resolve reference "docker.io/library/busybox:nope": docker.io/library/busybox:nope: not found',
    'image.not-found',
  ],
  [
    'd',
    404,
    'no matching manifest for linux/s390x in the manifest list entries: not found',
    'image.no-platform',
  ],
  [
    'd',
    404,
    'image with reference busybox:1.36 was found but does not match the specified platform: wanted linux/arm64, actual: linux/amd64',
    'image.no-platform',
  ],
  [
    'd',
    500,
    'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading',
    'image.rate-limited',
  ],
  [
    'd',
    500,
    'failed to copy: httpReadSeeker: failed open: unexpected status code https://r/v2/x: 429 Too Many Requests',
    'image.rate-limited',
  ],
  ['d', 500, 'Get "https://r:5000/v2/": x509: certificate signed by unknown authority', 'registry.untrusted'],
  [
    'd',
    500,
    'tls: failed to verify certificate: x509: certificate is valid for a, not b',
    'registry.untrusted',
  ],
  [
    'd',
    500,
    'Get "https://r:5000/v2/": http: server gave HTTP response to HTTPS client',
    'registry.insecure',
  ],
  ['d', 500, 'Head "https://ghcr.io/v2/x/y/manifests/1": denied', 'image.unauthorized'],
  ['d', 500, 'Error response from daemon: denied: denied', 'image.unauthorized'],
  [
    'd',
    400,
    'invalid mount config for type "bind": bind source path does not exist: /no/such/file',
    'path.not-found',
  ],
  [
    'd',
    400,
    'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error mounting "/no/such.conf" to rootfs at "/etc/passwd": mount /no/such.conf:/etc/passwd (via /proc/self/fd/6), flags: 0x5000: not a directory: unknown: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type',
    'path.not-found',
  ],
  ['p', 500, 'statfs /no/such/file: no such file or directory', 'path.not-found'],
  [
    'd',
    500,
    'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
    'network.no-addresses',
  ],
  ['d', 400, 'all predefined address pools have been fully subnetted', 'network.no-addresses'],
  ['p', 500, 'could not find free subnet from subnet pools', 'network.no-addresses'],
  ['d', 500, "no available IPv4 addresses on this network's address pools: x (0a1b)", 'network.no-addresses'],
  ['d', 500, 'tag does not exist: x/y:latest', 'image.not-found'],
  [
    'd',
    500,
    'unknown: failed to resolve reference "ghcr.io/x/y:1": unexpected status from HEAD request to https://ghcr.io/v2/x/y/manifests/1: 403 Forbidden',
    'image.unauthorized',
  ],
  [
    'd',
    500,
    'push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
    'image.unauthorized',
  ],
  ['d', 404, 'manifest for busybox:nope not found: manifest unknown: manifest unknown', 'image.not-found'],
  ['p', 404, 'no such image: nope:1: image not known', 'image.not-found'],
  ['d', 500, 'An image does not exist locally with the tag: 127.0.0.1:5000/nope', 'image.not-found'],
  [
    'p',
    500,
    'initializing source docker://localhost:5000/nope:latest: reading manifest latest in localhost:5000/nope: manifest unknown: manifest unknown',
    'image.not-found',
  ],
  ['d', 500, 'Get "http://localhost:5000/v2/x/manifests/1": no basic auth credentials', 'image.unauthorized'],
  [
    'd',
    500,
    'Head "https://registry/v2/x/manifests/1": unauthorized: authentication required',
    'image.unauthorized',
  ],
  ['d', 500, 'denied: requested access to the resource is denied', 'image.unauthorized'],
  ['d', 404, 'No such container: nope', 'container.not-found'],
  ['p', 404, 'no container with name or ID "nope" found: no such container', 'container.not-found'],
  ['d', 409, 'Container 0a1b is not running', 'container.not-running'],
  ['d', 409, 'cannot kill container: x: container 0a1b is not running', 'container.not-running'],
  ['d', 409, 'Cannot kill container: x: Container 0a1b is not running', 'container.not-running'],
  [
    'p',
    500,
    'can only kill running containers. 0a1b is in state exited: container state improper',
    'container.not-running',
  ],
  ['p', 409, 'container 0a1b is not running: container state improper', 'container.not-running'],
  [
    'd',
    409,
    'You cannot remove a running container 0a1b. Stop the container before attempting removal or force remove',
    'container.running',
  ],
  [
    'd',
    409,
    'You cannot remove a paused container 0a1b. Unpause and then stop the container before attempting removal or force remove',
    'container.running',
  ],
  [
    'p',
    500,
    'cannot remove container 0a1b as it is running - running or paused containers cannot be removed without force: container state improper',
    'container.running',
  ],
  [
    'd',
    409,
    'cannot remove container "x": container is running: stop the container before removing or force remove',
    'container.running',
  ],
  ['d', 404, 'network nope not found', 'network.not-found'],
  ['p', 404, 'unable to find network with name or ID nope: network not found', 'network.not-found'],
  ['d', 403, 'error while removing network: network x id 0a has active endpoints', 'network.in-use'],
  [
    'p',
    500,
    '"x" has associated containers with it. Use -f to forcibly delete containers and pods: network is being used',
    'network.in-use',
  ],
  ['d', 404, 'get nope: no such volume', 'volume.not-found'],
  ['p', 404, 'no such volume nope: no such volume', 'volume.not-found'],
  ['d', 409, 'remove v: volume is in use - [0a1b]', 'volume.in-use'],
  [
    'p',
    409,
    'volume v is being used by the following container(s): 0a1b: volume is being used',
    'volume.in-use',
  ],
  [
    'd',
    409,
    'conflict: unable to remove repository reference "x:1" (must force) - container 0a1b is using its referenced image 0c',
    'image.in-use',
  ],
  [
    'd',
    409,
    'conflict: unable to delete 0a1b (cannot be forced) - image is being used by running container 0c',
    'image.in-use',
  ],
  [
    'd',
    409,
    'conflict: unable to delete 0a1b (cannot be forced) - image has dependent child images',
    'image.in-use',
  ],
  [
    'p',
    409,
    'image used by 0a1b: image is in use by a container: consider listing external containers and force-removing image',
    'image.in-use',
  ],
  ['d', 404, 'No such exec instance: nope', 'exec.not-found'],
  [
    'd',
    400,
    'failed to create shim: OCI runtime create failed: runc create failed: unable to start container process: exec: "/nope": stat /nope: no such file or directory: unknown',
    'container.start-failed',
  ],
  [
    'd',
    400,
    'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "/nope": stat /nope: no such file or directory',
    'container.start-failed',
  ],
  [
    'p',
    500,
    'runc: runc create failed: unable to start container process: exec: "/nope": stat /nope: no such file or directory: OCI runtime attempted to invoke a command that was not found',
    'container.start-failed',
  ],
  ['p', 404, 'no exec session with ID nope found: no such exec session', 'exec.not-found'],
  ['d', 404, 'Could not find the file /nope in container 0a1b', 'path.not-found'],
  ['d', 404, 'No such container:path: 0a1b:/nope', 'path.not-found'],
  ['p', 404, 'no such file or directory', 'path.not-found'],
  ['p', 404, '"/nope" could not be found on container x: No such file or directory', 'path.not-found'],
  ['d', 500, 'Error processing tar file(exit status 1): write /big: no space left on device', 'disk.full'],
  ['d', 400, 'client version 1.99 is too new. Maximum supported API version is 1.41', 'engine.unsupported'],
  [
    'd',
    400,
    'client version 1.41 is too old. Minimum supported API version is 1.44, please upgrade your client to a newer version',
    'engine.unsupported',
  ],
  ['d', 409, 'removal of container 0a1b is already in progress', 'engine.conflict'],
  [
    'd',
    500,
    'Cannot restart container 0a1b: container is marked for removal and cannot be started',
    'container.removed',
  ],
  ['d', 500, 'something else went wrong', 'engine.failed'],
  ['d', 501, 'not implemented', 'engine.unsupported'],
];

test.each(replies)('%s %i %s', (_engine, status, says, code) => {
  const cause = new EngineHttpError(status, says, { message: says });
  const error = translateEngineError(cause, { operation: 'test', subject: 'x' });
  expect(error.code).toBe(code);
  expect(error).toMatchObject({ operation: 'test', subject: 'x', cause });
  expect(error.message).toContain(says.slice(0, 40));
});

test('a bare 404 is what the call says it is', () => {
  const cause = new EngineHttpError(404, 'page not found', undefined);
  expect(translateEngineError(cause, { operation: 'test', notFound: 'volume.not-found' }).code).toBe(
    'volume.not-found',
  );
});

test.each<[string, ErrorCode]>([
  ['ENOENT', 'engine.unreachable'],
  ['EACCES', 'engine.unreachable'],
  ['ECONNREFUSED', 'engine.unreachable'],
  ['ENOTFOUND', 'engine.unreachable'],
  ['ESSH', 'engine.unreachable'],
  ['ENOTDIR', 'engine.unreachable'],
  ['ELOOP', 'engine.unreachable'],
  ['ERR_OSSL_PEM_NO_START_LINE', 'engine.unreachable'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'engine.unreachable'],
  ['ECONNRESET', 'engine.disconnected'],
  ['EPIPE', 'engine.disconnected'],
  ['ERR_STREAM_PREMATURE_CLOSE', 'engine.disconnected'],
  ['HPE_INVALID_CONSTANT', 'engine.protocol'],
  ['EOTHER', 'engine.failed'],
])('%s is %s', (code, expected) => {
  const cause = Object.assign(new Error('said by the system'), { code });
  const error = translateEngineError(cause, { operation: 'test', endpoint: 'unix:///s' });
  expect(error.code).toBe(expected);
  expect(error.cause).toBe(cause);
});

test('a translated error is returned unchanged', () => {
  const first = translateEngineError(new Error('x'), { operation: 'test' });
  expect(translateEngineError(first, { operation: 'other' })).toBe(first);
});
