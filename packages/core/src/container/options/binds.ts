import {
  type Problems,
  type Reader,
  readFields,
  readFlag,
  readSyntax,
  readText,
  readWord,
} from '../../input/index.ts';
import { parseBind, parseMountTarget } from '../syntax/bind.ts';
import { type HostPlace, isHostPath, resolveHostPath } from '../syntax/host-path.ts';
import type { BindMount, Mount } from '../syntax/mount.ts';

/** A directory or file of the host in the container. */
export interface BindInput {
  /** `/x`, `./x` and `../x` from the blueprint's directory, `~/x` from the home directory. */
  readonly source: string;
  readonly target: string;
  /** @default false */
  readonly readOnly?: boolean | undefined;
  readonly propagation?: BindMount['propagation'] | undefined;
  /** SELinux label: `z` shared, `Z` private. Needs `createSource`. */
  readonly selinux?: BindMount['selinux'] | undefined;
  readonly consistency?: BindMount['consistency'] | undefined;
  /** Makes a missing source, as a directory of root; the short form does. @default false */
  readonly createSource?: boolean | undefined;
}

/** The short form of `docker run -v`, or {@link BindInput}. */
export function readBind(place: HostPlace): Reader<Mount> {
  const readGiven = readFields<Omit<BindMount, 'type'>, 'source' | 'target'>(
    {
      source: readSource(place),
      target: readSyntax(parseMountTarget),
      readOnly: readFlag,
      propagation: readWord(['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave']),
      selinux: readWord(['z', 'Z']),
      consistency: readWord(['consistent', 'cached', 'delegated']),
      createSource: readFlag,
    },
    { source: 'a path of the host', target: 'an absolute path in the container' },
  );
  return (value, problems) => {
    if (typeof value === 'string') return readSyntax((text) => parseBind(text, place))(value, problems);
    const given = readGiven(value, problems);
    return given && toBind(given, problems);
  };
}

function toBind(
  given: Partial<BindMount> & Pick<BindMount, 'source' | 'target'>,
  problems: Problems,
): BindMount | undefined {
  const { source, target, readOnly = false, createSource = false, ...options } = given;
  if (options.selinux !== undefined && !createSource) {
    return problems.at('selinux').refuse(options.selinux, 'no label unless createSource is true', {
      because: 'the engine labels only a source that it may create',
    });
  }
  if (createSource && `${source}${target}`.includes(':')) {
    return problems.at('createSource').refuse(true, 'false for a path with a colon', {
      because: 'the engine separates the paths of such a bind by colons',
    });
  }
  return { ...options, type: 'bind', source, target, readOnly, createSource };
}

function readSource(place: HostPlace): Reader<string> {
  return (value, problems) => {
    const text = readText(value, problems);
    if (text === undefined) return undefined;
    if (!isHostPath(text))
      return problems.refuse(value, `a path such as ./${text}`, { hint: 'a volume goes into volumes()' });
    return problems.take(resolveHostPath(text, place), value);
  };
}
