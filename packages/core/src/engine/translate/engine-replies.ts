import type { ErrorCode } from '../../errors/index.ts';
import { VERSION_REFUSED } from '../transport/engine-http-error.ts';
import { READ_ONLY } from '../transport/read-only-transport.ts';

/** How one kind of the engine's refusals is recognised, by what it says. */
export interface EngineReply {
  readonly says: RegExp;
  readonly code: ErrorCode;
  readonly hint?: string;
}

/**
 * What engines say when they refuse, most telling first; the status decides only where none of these fits, because
 * Podman answers 500 where Docker answers 409, 404 or 400.
 *
 * Texts seen with Docker 20.10 and Podman 4.3, and those of Docker 28 and 29 with its containerd image store.
 */
export const engineReplies: readonly EngineReply[] = [
  {
    says: new RegExp(`^${READ_ONLY}$`),
    code: 'engine.read-only',
    hint: 'Check the setting dryRun before the call; networks and volumes of the context are planned anyway',
  },
  {
    says: /no space left on device|disk quota exceeded/i,
    code: 'disk.full',
    hint: "Free some space on the engine's disk",
  },
  {
    says: /port is already allocated|address already in use|ports are not available/i,
    code: 'port.in-use',
    hint: 'Choose another host port, or 0 for a free one',
  },
  {
    says: /error mounting "[^"]+" to rootfs .*not a directory|are you trying to mount a directory onto a file/i,
    code: 'path.not-found',
    hint: 'The engine creates a directory where a source is missing: remove that directory, and create the file first',
  },
  {
    // A program that is not there or may not be run; its path is not a path that was asked for.
    says: /OCI runtime|unable to start container process|failed to create shim/i,
    code: 'container.start-failed',
    hint: 'Check the command, and that the program is in the image and executable',
  },
  {
    // Docker; Podman says that there is no such container.
    says: /container is marked for removal/i,
    code: 'container.removed',
  },
  {
    says: /container name .* is already in use|name \S+ (is in use|already in use, cannot rename .*): container already exists/i,
    code: 'name.in-use',
    hint: 'Remove or rename the other container, or choose another name',
  },
  { says: /(network|volume)( with)?( name)? \S+ already (exists|used)/i, code: 'name.in-use' },
  {
    says: VERSION_REFUSED,
    code: 'engine.unsupported',
    hint: 'Leave DOCKER_API_VERSION and the option apiVersion unset; if the engine has just been updated, call again',
  },
  {
    says: /toomanyrequests|too many requests|(?:pull )?rate limit/i,
    code: 'image.rate-limited',
    hint: 'Log in with `docker login` for a higher limit, set dockerHubPrefix to a mirror, or wait',
  },
  {
    says: /x509: |certificate (?:signed by unknown authority|has expired|is not valid)|tls: failed to verify certificate/i,
    code: 'registry.untrusted',
    hint: "Put the registry's CA certificate on the engine's host, into /etc/docker/certs.d/<registry>/ca.crt",
  },
  {
    says: /server gave HTTP response to HTTPS client/i,
    code: 'registry.insecure',
    hint: "The registry speaks plain HTTP: give it TLS, or add it to insecure-registries in the engine's daemon.json",
  },
  {
    says: /no matching manifest for|does not match the specified platform|does not provide the specified platform|no image found in (?:manifest list|image index) for/i,
    code: 'image.no-platform',
    hint: 'Choose a platform that the image has, or leave platform() unset',
  },
  {
    says: /could not find an available, non-overlapping|predefined address pools have been fully subnetted|could not find free subnet/i,
    code: 'network.no-addresses',
    hint: 'Remove networks that are not used, with `docker network prune`, or give this one a subnet',
  },
  {
    says: /no available (?:IPv[46] )?addresses on this network|failed to find free IP in range/i,
    code: 'network.no-addresses',
    hint: 'Remove containers from the network, choose another address, or create the network with a larger subnet',
  },
  {
    says: /bind source path does not exist|statfs .*: no such file or directory/i,
    code: 'path.not-found',
    hint: "Create it on the engine's host first; the short form of binds() creates a directory where there is none",
  },
  {
    // A repository that is not there and one that may not be seen look alike from outside.
    says: /pull access denied/i,
    code: 'image.not-found',
    hint: 'Check the reference; if the repository is private, log in with `docker login`',
  },
  {
    says: /unauthorized|authentication required|no basic auth credentials|incorrect username or password|access to the resource is denied|\bdenied: |push access denied|authorization failed|(?:^|: )denied$|failed to resolve reference .*: 403 Forbidden/i,
    code: 'image.unauthorized',
    hint: 'Log in with `docker login`, and check that this account may do it',
  },
  {
    says: /manifest unknown|manifest for .* not found|no such image|image does not exist locally|tag does not exist: |image not known|unable to find a name and tag match|failed to resolve reference .*: not found/i,
    code: 'image.not-found',
    hint: 'Check the reference; if the repository is private, log in with `docker login`',
  },
  { says: /no such exec|exec session .* not found|no exec session/i, code: 'exec.not-found' },
  {
    says: /could not find the file|no such container:path|stat .*: no such file or directory|^no such file or directory|could not be found on container/i,
    code: 'path.not-found',
  },
  { says: /no such volume|volume .* not found/i, code: 'volume.not-found' },
  {
    says: /no such network|network \S+ not found|unable to find network|network not found/i,
    code: 'network.not-found',
  },
  { says: /no such container|no container with (name or )?id/i, code: 'container.not-found' },
  {
    says: /cannot remove a running container|cannot remove container .* as it is (running|paused)|container .* is (running|paused) .*(remove|force)|cannot remove a paused container|cannot remove container .*: container is (running|paused)/i,
    code: 'container.running',
    hint: 'Stop it first, or remove it with force',
  },
  {
    says: /volume (is|.* is) (in use|being used)/i,
    code: 'volume.in-use',
    hint: 'Remove the containers that use it first',
  },
  {
    says: /has active endpoints|network is being used|has associated containers/i,
    code: 'network.in-use',
    hint: 'Disconnect or remove the containers in it first',
  },
  {
    says: /image .*is (being )?(used|referenced|in use)|image has dependent child images|image is in use|using its referenced image|must be forced/i,
    code: 'image.in-use',
    hint: 'Remove what uses it first, or remove it with force',
  },
  {
    says: /is not running|container state improper|can only (kill|exec|pause) .*running/i,
    code: 'container.not-running',
  },
];
