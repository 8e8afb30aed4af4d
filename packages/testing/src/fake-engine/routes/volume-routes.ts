import type { FakeVolume, FakeVolumes } from '../fake-volumes.ts';
import { type FakeFilters, matchesLabels, parseFilters } from '../http/query.ts';
import { empty, json } from '../http/reply.ts';
import { asText, asTextRecord, readJson } from '../http/request-body.ts';
import type { RouteTable } from '../http/route-table.ts';

/** The calls about volumes. */
export function volumeRoutes(volumes: FakeVolumes) {
  return {
    listVolumes: [
      'GET',
      '/volumes',
      ({ query }) => {
        const filters = parseFilters(query, ['dangling', 'driver', 'label', 'name']);
        const found = volumes.all.filter((volume) => matches(volume, filters));
        return json(200, { Volumes: found.map(view), Warnings: null });
      },
    ],
    createVolume: [
      'POST',
      '/volumes/create',
      async ({ request }) => {
        const body = await readJson(request);
        const volume = volumes.create({
          name: asText(body.Name),
          driver: asText(body.Driver),
          labels: body.Labels == null ? null : asTextRecord(body.Labels),
          options: body.DriverOpts == null ? null : asTextRecord(body.DriverOpts),
        });
        return json(201, view(volume));
      },
    ],
    pruneVolumes: [
      'POST',
      '/volumes/prune',
      ({ query }) => {
        const filters = parseFilters(query, ['label', 'all']);
        const gone = volumes.all.filter((volume) => volume.usedBy.size === 0 && matches(volume, filters));
        for (const { name } of gone) volumes.remove(name);
        return json(200, { VolumesDeleted: gone.map(({ name }) => name), SpaceReclaimed: 0 });
      },
    ],
    inspectVolume: ['GET', '/volumes/{name}', ({ params }) => json(200, view(volumes.get(params[0] ?? '')))],
    removeVolume: [
      'DELETE',
      '/volumes/{name}',
      ({ params }) => {
        volumes.remove(params[0] ?? '');
        return empty(204);
      },
    ],
  } satisfies RouteTable;
}

function matches({ name, labels, usedBy }: FakeVolume, filters: FakeFilters): boolean {
  const names = filters.get('name') ?? [];
  const dangling = filters.get('dangling')?.[0];
  return (
    (names.length === 0 || names.some((value) => name.includes(value))) &&
    (dangling === undefined || (usedBy.size === 0) === (dangling === 'true' || dangling === '1')) &&
    (filters.get('driver') ?? ['local']).includes('local') &&
    matchesLabels(labels ?? {}, filters.get('label'))
  );
}

function view({ name, created, labels, options }: FakeVolume): object {
  return {
    CreatedAt: `${new Date(created).toISOString().slice(0, 19)}Z`,
    Driver: 'local',
    Labels: labels,
    Mountpoint: `/var/lib/docker/volumes/${name}/_data`,
    Name: name,
    Options: options,
    Scope: 'local',
  };
}
