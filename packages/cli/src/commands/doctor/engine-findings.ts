import { statfs } from 'node:fs/promises';
import { connectDocker, type Docker, isDocktopusError } from '@docktopus/core';
import { type EngineCandidate, engineCandidates } from '@docktopus/core/kit';
import { type Finding, fail, ok, warn } from './finding.ts';

/** What `GET /info` answers, as far as it is looked at. */
interface EngineInfo {
  readonly DockerRootDir?: string;
  readonly CgroupVersion?: string;
  readonly SecurityOptions?: readonly string[] | null;
  readonly SystemTime?: string;
  readonly Warnings?: readonly string[] | null;
}

const SKEW_WARN_MS = 2_000;
const SKEW_FAIL_MS = 60_000;
const GIB = 2 ** 30;

/** The engine that is found, and why that one; `undefined` beside the findings when none answers. */
export async function findEngine(
  host: string | undefined,
  signal: AbortSignal,
): Promise<{ readonly docker: Docker | undefined; readonly findings: readonly Finding[] }> {
  const candidates = await engineCandidates(host);
  try {
    const docker = await connectDocker({ endpoint: host, signal });
    return { docker, findings: [foundEngine(docker, candidates)] };
  } catch (error) {
    signal.throwIfAborted();
    if (!isDocktopusError(error)) throw error;
    return { docker: undefined, findings: [noEngine(error.reason, candidates)] };
  }
}

function foundEngine({ endpoint, version }: Docker, candidates: readonly EngineCandidate[]): Finding {
  const from = candidates.find((candidate) => candidate.endpoint === endpoint);
  const why = from === undefined ? '' : `, by ${from.source}`;
  const { engine, version: release, apiVersion } = version;
  return ok('engine.reachable', `${engine} ${release} (API ${apiVersion}) at ${endpoint}${why}`);
}

function noEngine(reason: string, candidates: readonly EngineCandidate[]): Finding {
  const denied = /EACCES|permission denied/i.test(reason);
  const asked = candidates.length === 1 ? candidates[0]?.source : undefined;
  const fix = denied
    ? 'Add yourself to the group that owns the socket (sudo usermod -aG docker $USER), and log in again'
    : asked === undefined
      ? 'Start Docker, Podman or colima, or set DOCKER_HOST'
      : `Start the engine that ${asked} names, or change ${asked}`;
  return fail('engine.reachable', reason, fix);
}

/** The engine reports these facts about itself. */
export async function engineFindings(docker: Docker, signal: AbortSignal): Promise<readonly Finding[]> {
  const before = Date.now();
  const answer = await docker.request<EngineInfo | null>({ method: 'GET', path: '/info' }, { signal });
  const after = Date.now();
  const info = answer ?? {};
  return [
    cgroupFinding(info),
    rootlessFinding(info),
    ...skewFindings(info, before, after),
    ...(await diskFindings(docker, info)),
  ];
}

export function cgroupFinding({ CgroupVersion }: EngineInfo): Finding {
  if (CgroupVersion === '2') return ok('engine.cgroup', 'cgroup version 2');
  const detail =
    CgroupVersion === undefined
      ? 'the engine does not say which cgroup version it uses'
      : `cgroup version ${CgroupVersion}`;
  return warn('engine.cgroup', detail, 'Memory and process limits are more exact with cgroup version 2');
}

function rootlessFinding({ SecurityOptions }: EngineInfo): Finding {
  const rootless = SecurityOptions?.some((option) => option.includes('name=rootless')) ?? false;
  return ok('engine.rootless', rootless ? 'the engine runs without root' : 'the engine runs as root');
}

/** How far the engine's clock is from ours; the time that the answer took is no difference. */
export function skewFindings({ SystemTime }: EngineInfo, before: number, after: number): readonly Finding[] {
  const at = Date.parse(SystemTime ?? '');
  if (Number.isNaN(at)) return [];
  const skewMs = at < before ? before - at : at > after ? at - after : 0;
  const detail = `the engine's clock differs from this machine's by ${(skewMs / 1_000).toFixed(1)} s`;
  const fix = 'Synchronise both clocks, with chrony or systemd-timesyncd for example';
  if (skewMs > SKEW_FAIL_MS) return [fail('engine.clock', detail, fix)];
  return [skewMs > SKEW_WARN_MS ? warn('engine.clock', detail, fix) : ok('engine.clock', detail)];
}

/** The disk that images and containers are on, where the engine is on this machine. */
async function diskFindings(
  { endpoint }: Docker,
  { DockerRootDir }: EngineInfo,
): Promise<readonly Finding[]> {
  if (!endpoint.startsWith('unix:') || DockerRootDir === undefined) return [];
  try {
    const { bavail, blocks, bsize } = await statfs(DockerRootDir);
    return [diskFinding(DockerRootDir, bavail * bsize, blocks * bsize)];
  } catch {
    // The engine may be in a virtual machine, or its folder be closed to us.
    return [];
  }
}

export function diskFinding(folder: string, freeBytes: number, allBytes: number): Finding {
  const detail = `${(freeBytes / GIB).toFixed(1)} GiB of ${(allBytes / GIB).toFixed(0)} GiB are free in ${folder}`;
  const fix = "Free some space: 'docker system prune' removes everything that is unused";
  if (freeBytes < GIB / 4) return fail('engine.disk', detail, fix);
  return freeBytes < 2 * GIB ? warn('engine.disk', detail, fix) : ok('engine.disk', detail);
}
