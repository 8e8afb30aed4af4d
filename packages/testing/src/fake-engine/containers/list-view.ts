import { badRequest } from '../http/engine-failure.ts';
import { type FakeFilters, matchesLabels, parseFilters } from '../http/query.ts';
import { commandOf } from './container-plan.ts';
import type { FakeState } from './container-state.ts';
import type { FakeContainer } from './fake-container.ts';
import type { FakeHost } from './fake-host.ts';
import { networksView } from './inspect-view.ts';

const listFilters = [
  'ancestor',
  'before',
  'exited',
  'expose',
  'health',
  'id',
  'is-task',
  'isolation',
  'label',
  'name',
  'network',
  'publish',
  'since',
  'status',
  'volume',
];

const statuses = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'];

/** One entry of `GET /containers/json`. */
export function listEntry(container: FakeContainer, host: FakeHost): object {
  const { plan, state, networking } = container;
  return {
    Id: plan.id,
    Names: [`/${container.name}`],
    Image: plan.config.Image,
    ImageID: plan.image.id,
    Command: commandOf(plan).map(quoted).join(' '),
    Created: Number(plan.created / 1_000_000_000n),
    Ports: [...networking.ports].flatMap(([key, published]) => {
      const [port, type] = key.split('/');
      const inside = { PrivatePort: Number(port), Type: type };
      if (published.length === 0) return [inside];
      return published.map(({ hostIp, hostPort }) => ({ IP: hostIp, ...inside, PublicPort: hostPort }));
    }),
    Labels: plan.config.Labels,
    State: state.status,
    Status: statusText(state, host.clock.now()),
    HostConfig: { NetworkMode: container.hostConfig.NetworkMode },
    NetworkSettings: { Networks: networksView(networking, host, container.id) },
    Mounts: plan.mounts,
  };
}

export function matchesList(container: FakeContainer, filters: FakeFilters): boolean {
  const any = (name: string, test: (value: string) => boolean) => {
    const values = filters.get(name);
    return values === undefined || values.length === 0 || values.some(test);
  };
  const { plan, state, name, id, networking } = container;
  return (
    any('status', (value) => value === state.status) &&
    any('name', (value) => new RegExp(value).test(name) || new RegExp(value).test(`/${name}`)) &&
    any('id', (value) => id.startsWith(value)) &&
    any('exited', (value) => state.status === 'exited' && state.exitCode === Number(value)) &&
    any('health', (value) => value === (state.health?.status ?? 'none')) &&
    any('network', (value) => networking.settings.has(value)) &&
    any('volume', (value) =>
      plan.mounts.some(({ Name, Destination }) => value === Name || value === Destination),
    ) &&
    any(
      'ancestor',
      (value) => plan.config.Image === value || plan.image.tags.includes(value) || plan.image.id === value,
    ) &&
    matchesLabels(plan.config.Labels, filters.get('label'))
  );
}

/** @throws EngineFailure 400 for a filter or a status that does not exist. */
export function parseListFilters(query: URLSearchParams): FakeFilters {
  const filters = parseFilters(query, listFilters);
  for (const status of filters.get('status') ?? []) {
    if (!statuses.includes(status)) throw badRequest(`Invalid filter 'status=${status}'`);
  }
  return filters;
}

function statusText(state: FakeState, now: number): string {
  const since = (nano: bigint | undefined) => span((now - Number((nano ?? 0n) / 1000n) / 1000) / 1000);
  switch (state.status) {
    case 'running':
      return `Up ${since(state.startedAt)}${state.health === undefined ? '' : ` (${healthText(state.health.status)})`}`;
    case 'paused':
      return `Up ${since(state.startedAt)} (Paused)`;
    case 'restarting':
      return `Restarting (${state.exitCode}) ${since(state.finishedAt)} ago`;
    case 'exited':
      return `Exited (${state.exitCode}) ${since(state.finishedAt)} ago`;
    case 'removing':
      return 'Removal In Progress';
    case 'dead':
      return 'Dead';
    default:
      return 'Created';
  }
}

function healthText(status: string): string {
  return status === 'starting' ? 'health: starting' : status;
}

function span(seconds: number): string {
  if (seconds < 1) return 'Less than a second';
  if (seconds < 2) return '1 second';
  if (seconds < 60) return `${Math.floor(seconds)} seconds`;
  if (seconds < 120) return 'About a minute';
  if (seconds < 3600) return `${Math.floor(seconds / 60)} minutes`;
  return seconds < 7200 ? 'About an hour' : `${Math.floor(seconds / 3600)} hours`;
}

function quoted(word: string): string {
  return /\s/.test(word) ? `'${word}'` : word;
}
