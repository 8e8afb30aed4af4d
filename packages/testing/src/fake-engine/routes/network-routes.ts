import type { FakeContainers } from '../containers/fake-containers.ts';
import type { FakeNetwork, FakeNetworks } from '../fake-networks.ts';
import { type FakeFilters, matchesLabels, parseFilters } from '../http/query.ts';
import { empty, json } from '../http/reply.ts';
import { asObject, asText, asTextRecord, readJson } from '../http/request-body.ts';
import type { RouteTable } from '../http/route-table.ts';

const filterNames = ['dangling', 'driver', 'id', 'label', 'name', 'scope', 'type'];

/** The calls about networks. */
export function networkRoutes(networks: FakeNetworks, containers: FakeContainers) {
  return {
    listNetworks: [
      'GET',
      '/networks',
      ({ query }) => {
        const filters = parseFilters(query, filterNames);
        return json(
          200,
          networks.all.filter((network) => matches(network, filters)).map((network) => view(network, false)),
        );
      },
    ],
    createNetwork: [
      'POST',
      '/networks/create',
      async ({ request }) => {
        const body = await readJson(request);
        const pools = asObject(body.IPAM).Config;
        const { id } = networks.create({
          name: asText(body.Name),
          driver: asText(body.Driver) || 'bridge',
          checkDuplicate: body.CheckDuplicate === true,
          internal: body.Internal === true,
          attachable: body.Attachable === true,
          labels: asTextRecord(body.Labels),
          options: asTextRecord(body.Options),
          subnet: asText(asObject(Array.isArray(pools) ? pools[0] : undefined).Subnet) || undefined,
        });
        return json(201, { Id: id, Warning: '' });
      },
    ],
    pruneNetworks: [
      'POST',
      '/networks/prune',
      ({ query }) => {
        const filters = parseFilters(query, ['label', 'until']);
        const own = networks.all.filter(({ name }) => !['bridge', 'host', 'none'].includes(name));
        const gone = own.filter((network) => network.endpoints.size === 0 && matches(network, filters));
        for (const { id } of gone) networks.remove(id);
        return json(200, { NetworksDeleted: gone.length === 0 ? null : gone.map(({ name }) => name) });
      },
    ],
    inspectNetwork: [
      'GET',
      '/networks/{id}',
      ({ params }) => json(200, view(networks.get(params[0] ?? ''), true)),
    ],
    removeNetwork: [
      'DELETE',
      '/networks/{id}',
      ({ params }) => {
        networks.remove(params[0] ?? '');
        return empty(204);
      },
    ],
    connectNetwork: [
      'POST',
      '/networks/{id}/connect',
      async ({ params, request }) => {
        const body = await readJson(request);
        const container = containers.get(asText(body.Container));
        container.networking.attach(networks.get(params[0] ?? '').name, asObject(body.EndpointConfig));
        return empty(200);
      },
    ],
    disconnectNetwork: [
      'POST',
      '/networks/{id}/disconnect',
      async ({ params, request }) => {
        const body = await readJson(request);
        const container = containers.get(asText(body.Container));
        container.networking.detach(networks.get(params[0] ?? '').name);
        return empty(200);
      },
    ],
  } satisfies RouteTable;
}

function matches({ id, name, driver, labels, endpoints }: FakeNetwork, filters: FakeFilters): boolean {
  const any = (filter: string, test: (value: string) => boolean) => {
    const values = filters.get(filter);
    return values === undefined || values.length === 0 || values.some(test);
  };
  const own = !['bridge', 'host', 'none'].includes(name);
  return (
    any('name', (value) => name.includes(value)) &&
    any('id', (value) => id.startsWith(value)) &&
    any('driver', (value) => driver === value) &&
    any('scope', (value) => value === 'local') &&
    any('type', (value) => (value === 'custom') === own) &&
    any('dangling', (value) => (own && endpoints.size === 0) === (value === 'true' || value === '1')) &&
    matchesLabels(labels, filters.get('label'))
  );
}

/** Lists leave out who is on it, as the engine does. */
function view(network: FakeNetwork, withContainers: boolean): object {
  const { id, name, created, driver, prefix, subnet } = network;
  const endpoints = [...network.endpoints].map(([container, { endpointId, ip, name: containerName }]) => [
    container,
    {
      Name: containerName,
      EndpointID: endpointId,
      MacAddress: '',
      IPv4Address: ip === '' ? '' : `${ip}/16`,
      IPv6Address: '',
    },
  ]);
  return {
    Name: name,
    Id: id,
    Created: new Date(created).toISOString(),
    Scope: 'local',
    Driver: driver,
    EnableIPv6: false,
    IPAM: {
      Driver: 'default',
      Options: null,
      Config: subnet ? [{ Subnet: subnet, Gateway: `${prefix}.0.1` }] : [],
    },
    Internal: network.internal,
    Attachable: network.attachable,
    Ingress: false,
    ConfigFrom: { Network: '' },
    ConfigOnly: false,
    Containers: withContainers ? Object.fromEntries(endpoints) : {},
    Options: network.options,
    Labels: network.labels,
  };
}
