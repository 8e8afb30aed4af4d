import { type Issue, invalid, printable } from '../../errors/index.ts';
import { OWN_VOLUME_PREFIX } from '../../labels/index.ts';
import type { ContainerSpec } from '../options/container-spec.ts';

/**
 * Refuses volumes that stand for those of a key: only a family can put their names in. Without that, every container
 * would share one volume, which would look like success.
 *
 * @throws DocktopusError `spec.invalid`
 */
export function refuseOwnVolumes({ mounts = [] }: Pick<ContainerSpec, 'mounts'>, subject: string): void {
  const issues = mounts.flatMap((mount, index): Issue[] => {
    if (mount.type !== 'volume' || !mount.name?.startsWith(OWN_VOLUME_PREFIX)) return [];
    const got = `own(${printable(mount.name.slice(OWN_VOLUME_PREFIX.length))}, …)`;
    return [
      {
        path: `volumes[${index}]`,
        got,
        expected: 'a volume by its name',
        because: 'own() needs the key of a family',
      },
    ];
  });
  if (issues.length > 0) throw invalid('spec.invalid', 'container.create', issues, subject);
}
