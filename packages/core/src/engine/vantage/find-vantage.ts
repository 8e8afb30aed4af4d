import { isDocktopusError } from '../../errors/index.ts';
import type { CallOptions } from '../../scope/index.ts';
import { parseEndpoint } from '../endpoint/parse-endpoint.ts';
import type { Engine } from '../engine.ts';
import type { ContainerInspect } from '../model/container-inspect.ts';
import type { Networks } from '../networks/networks.ts';
import { isLoopback } from './is-loopback.ts';
import { layerOf, type OwnContainerHints, ownContainerHints } from './own-container-hints.ts';
import { type ProcessRecords, readProcessRecords } from './process-records.ts';
import type { Vantage } from './vantage.ts';

/** What an engine is asked. */
export interface AskedEngine {
  readonly endpoint: string;
  readonly engine: Pick<Engine, 'inspectContainer' | 'listContainers'>;
  readonly networks: Pick<Networks, 'list'>;
}

/** Finds out where this process stands towards an engine, from the files that say where it runs. */
export async function findOwnVantage(asked: AskedEngine, options: CallOptions = {}): Promise<Vantage> {
  return findVantage(asked, await readProcessRecords(), options);
}

/** Finds out where this process stands towards an engine. On a host that is read from two files, and nothing is asked. */
export async function findVantage(
  asked: AskedEngine,
  records: ProcessRecords,
  options: CallOptions = {},
): Promise<Vantage> {
  const hints = ownContainerHints(records);
  const id = await ownContainer(asked, hints, options);
  if (id !== undefined) return { at: 'container', id };
  const host = remoteHost(asked.endpoint, records);
  if (host !== undefined) return { at: 'elsewhere', host };
  if (
    hints.ids.length > 0 &&
    asked.endpoint.startsWith('unix:') &&
    !(await sharesNetwork(asked, records, options))
  )
    return { at: 'elsewhere', host: undefined };
  return { at: 'host' };
}

async function ownContainer(
  { engine }: AskedEngine,
  { ids, shortId, layer }: OwnContainerHints,
  options: CallOptions,
): Promise<string | undefined> {
  const isOurs = (inspect: ContainerInspect) => {
    const upper = inspect.GraphDriver?.Data?.UpperDir;
    return inspect.State.Running && (layer === undefined || !upper || layerOf(upper) === layer);
  };
  for (const id of [...ids, ...(shortId === undefined ? [] : [shortId])]) {
    const found = await inspectIfThere(engine, id, options);
    if (found === undefined) continue;
    if (isOurs(found)) return found.Id;
    // The files that we see may be those of the container whose network ours uses.
    const guests = await engine.listContainers({ ...options, filters: { status: ['running'] } });
    for (const guest of guests.filter(
      ({ HostConfig }) => HostConfig?.NetworkMode === `container:${found.Id}`,
    )) {
      const inspect = await inspectIfThere(engine, guest.Id, options);
      if (inspect !== undefined && isOurs(inspect)) return inspect.Id;
    }
  }
  return undefined;
}

async function inspectIfThere(
  engine: AskedEngine['engine'],
  id: string,
  options: CallOptions,
): Promise<ContainerInspect | undefined> {
  try {
    return await engine.inspectContainer(id, options);
  } catch (error) {
    if (isDocktopusError(error, 'container.not-found')) return undefined;
    throw error;
  }
}

/** Whether the engine's bridges are interfaces of ours, as beside an engine in the same pod. */
async function sharesNetwork(
  { networks }: AskedEngine,
  { addresses }: ProcessRecords,
  options: CallOptions,
): Promise<boolean> {
  const all = await networks.list(options);
  return all.some(({ IPAM }) =>
    IPAM?.Config?.some(({ Gateway }) => Gateway !== undefined && addresses.has(Gateway)),
  );
}

/** The engine's host when the endpoint names another machine. */
function remoteHost(text: string, { addresses, hostname }: ProcessRecords): string | undefined {
  const endpoint = parseEndpoint(text);
  if (typeof endpoint === 'string' || endpoint.kind === 'unix') return undefined;
  const { host } = endpoint;
  return isLoopback(host) || addresses.has(host) || host === hostname ? undefined : host;
}
