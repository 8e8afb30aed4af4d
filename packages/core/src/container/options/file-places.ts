import { posix } from 'node:path';
import { type Issue, printable } from '../../errors/index.ts';
import type { Mount } from '../syntax/mount.ts';
import type { RestartPolicy } from '../syntax/restart-policy.ts';

/** What decides whether a place in the container can be written. */
export interface Places {
  readonly mounts?: readonly Mount[];
  readonly tmpfs?: Readonly<Record<string, string>>;
  readonly readOnlyRootfs?: boolean;
  readonly restartPolicy?: RestartPolicy;
}

/** What is wrong with the target of the file at `position`. */
export function placeIssues(target: string, position: number, spec: Places): readonly Issue[] {
  const issue = { path: `files[${position}].target`, got: printable(target) };
  const mount = mountAround(target, spec);
  if (mount === undefined) {
    if (!spec.readOnlyRootfs) return [];
    return [
      {
        ...issue,
        expected: 'a path on a volume or a tmpfs',
        because: 'readOnlyRootfs makes the rest read-only',
        hint: `add .volumes('${posix.dirname(target)}')`,
      },
    ];
  }
  if (mount.readOnly) {
    const because = `the mount at ${mount.target} is read-only`;
    return [{ ...issue, expected: 'a path that can be written', because }];
  }
  const policy = spec.restartPolicy?.name ?? 'no';
  if (!mount.inMemory || policy === 'no') return [];
  return [
    {
      ...issue,
      expected: `a path outside of the tmpfs at ${mount.target}`,
      because: `the engine empties it when the restart policy '${policy}' starts the container again`,
      hint: `use .volumes('${posix.dirname(target)}') instead`,
    },
  ];
}

/** The innermost mount that holds `path`. */
function mountAround(path: string, { mounts = [], tmpfs = {} }: Places) {
  const all = [
    ...mounts.map((mount) => ({
      target: mount.target,
      readOnly: mount.type === 'image' || mount.readOnly,
      inMemory: mount.type === 'tmpfs',
    })),
    ...Object.entries(tmpfs).map(([target, options]) => ({
      target,
      readOnly: options.split(',').includes('ro'),
      inMemory: true,
    })),
  ];
  return all
    .filter(({ target }) => path === target || path.startsWith(`${target}/`))
    .sort((a, b) => b.target.length - a.target.length)[0];
}
