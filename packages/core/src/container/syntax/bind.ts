import { posix } from 'node:path';
import { type Parsed, parsed, refused } from '../../input/index.ts';
import { type HostPlace, isHostPath, resolveHostPath } from './host-path.ts';
import type { BindMount, VolumeMount } from './mount.ts';
import { parseMountMode } from './mount-mode.ts';
import { isVolumeName, VOLUME_NAME } from './volume-name.ts';

/** What has a short syntax. */
export type ShortMount = BindMount | VolumeMount;

const FORMS = 'host-path:/path[:options], volume-name:/path[:options] or /path';

/**
 * `[source:]target[:mode]`, as `docker run --volume` reads it; host paths are made absolute against `place`.
 *
 * Stricter where Docker ignores what was written: `nocopy` on a host path is refused.
 */
export function parseBind(text: string, place: HostPlace): Parsed<ShortMount> {
  if (/^[A-Za-z]:[\\/]/.test(text)) {
    return refused('a path as the engine sees it, such as /mnt/c/data', {
      because: 'Windows paths are not supported',
    });
  }
  const parts = text.split(':');
  const [first = '', second, mode] = parts;
  if (parts.length > 3)
    return refused(FORMS, { hint: 'a path with a colon needs the form { source, target }' });
  if (first === '' || second === '') return refused(FORMS);
  if (second === undefined) return anonymousVolume(first);
  if (parts.length === 2 && !second.startsWith('/') && parseMountMode(second).ok) {
    return refused(FORMS, { hint: `the mode '${second}' goes after a source and a target` });
  }
  const target = parseMountTarget(second);
  if (!target.ok) return target;
  return isHostPath(first)
    ? bindMount(first, target.value, mode ?? '', place)
    : volumeMount(first, target.value, mode ?? '');
}

/** An absolute path inside of a container, without `.` and `..`, other than the root. */
export function parseMountTarget(text: string): Parsed<string> {
  if (!text.startsWith('/')) return refused('an absolute path in the container, beginning with /');
  const path = posix.normalize(text).replace(/(.)\/$/, '$1');
  return path === '/'
    ? refused('a path other than /', { because: "/ is the image's own file system" })
    : parsed(path);
}

/** The short syntax of a mount, of those that have one. */
export function printBind(mount: ShortMount): string {
  const options =
    mount.type === 'bind'
      ? [mount.readOnly && 'ro', mount.selinux, mount.propagation, mount.consistency]
      : [mount.readOnly && 'ro', mount.selinux, mount.noCopy && 'nocopy'];
  const source = mount.type === 'bind' ? mount.source : mount.name;
  return [source, mount.target, options.filter(Boolean).join(',')].filter(Boolean).join(':');
}

function anonymousVolume(path: string): Parsed<ShortMount> {
  const target = parseMountTarget(path);
  return target.ok
    ? parsed({ type: 'volume', target: target.value, readOnly: false, noCopy: false })
    : target;
}

function bindMount(path: string, target: string, modeText: string, place: HostPlace): Parsed<ShortMount> {
  const source = resolveHostPath(path, place);
  if (!source.ok) return source;
  const mode = parseMountMode(modeText);
  if (!mode.ok) return mode;
  const { noCopy, ...options } = mode.value;
  if (noCopy)
    return refused('a mode without nocopy', { because: 'only volumes can be filled from the image' });
  return parsed({ type: 'bind', source: source.value, target, ...options, createSource: true });
}

function volumeMount(name: string, target: string, modeText: string): Parsed<ShortMount> {
  if (!isVolumeName(name)) {
    return name.includes('/')
      ? refused(`a host path that begins with / or ./, such as ./${name}`)
      : refused(VOLUME_NAME);
  }
  const mode = parseMountMode(modeText);
  if (!mode.ok) return mode;
  const { readOnly, selinux, propagation, consistency, noCopy = false } = mode.value;
  if (propagation !== undefined || consistency !== undefined) {
    return refused(`a mode without ${propagation ?? consistency}`, {
      because: 'that is for host paths only',
    });
  }
  return parsed({
    type: 'volume',
    name,
    target,
    readOnly,
    noCopy,
    ...(selinux === undefined ? {} : { selinux }),
  });
}
