import type { ContainerInspect, CreateContainerBody } from '@docktopus/core/engine';
import { isRecord } from '@docktopus/core/kit';
import type { SettingView } from '../../api/index.ts';
import { isSecretName, MASK, maskArguments, maskText } from '../../masking/index.ts';

/** Of `Config`: what a spec can say. All of `HostConfig` is shown. */
const CONFIG_KEYS = [
  'Image',
  'Entrypoint',
  'Cmd',
  'Env',
  'User',
  'WorkingDir',
  'Hostname',
  'ExposedPorts',
  'Healthcheck',
  'StopSignal',
  'StopTimeout',
  'Tty',
  'OpenStdin',
] as const;

/** Their values hold secrets more often than not. */
const VALUES_ARE_SECRET = new Set(['Env', 'HostConfig.LogConfig.Config']);
/** Their values are arguments: a secret may follow its flag. */
const COMMANDS = new Set(['Cmd', 'Entrypoint']);
const MAX_TEXT = 500;

/**
 * The settings that a container has, and where the spec that is known asks for something else.
 *
 * @param wanted the create body of its spec, when that is known.
 */
export function settingsOf(inspect: ContainerInspect, wanted?: CreateContainerBody): readonly SettingView[] {
  const actual = { ...pick(inspect.Config), HostConfig: inspect.HostConfig };
  const asked =
    wanted === undefined ? undefined : flatten({ ...pick({ ...wanted }), HostConfig: wanted.HostConfig });
  const has = flatten(actual);
  const paths = [...new Set([...has.keys(), ...(asked?.keys() ?? [])])].sort();
  return paths.flatMap((path): SettingView[] => {
    const [want, is] = [asked?.get(path), has.get(path)];
    if (isEmpty(is) && isEmpty(want)) return [];
    const differs = !isEmpty(want) && !covers(is, want);
    return [{ path, ...(!isEmpty(want) && { wanted: print(path, want) }), actual: print(path, is), differs }];
  });
}

function pick(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(CONFIG_KEYS.map((key) => [key, config[key]]));
}

/** One entry for each setting: objects are opened one level, so that a port or a limit is one line. */
function flatten(body: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> {
  const entries = Object.entries(body).flatMap(([key, value]): [string, unknown][] => {
    if (key !== 'HostConfig' || !isRecord(value)) return [[key, value]];
    return Object.entries(value).map(([name, each]) => [`HostConfig.${name}`, each]);
  });
  return new Map(entries);
}

/** How the engine shows a setting that was not made. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.values(value).every(isEmpty);
}

/** Whether `has` says everything that `want` says; what it says beyond that, the engine has filled in. */
function covers(has: unknown, want: unknown): boolean {
  if (isEmpty(want)) return true;
  if (Array.isArray(want))
    return Array.isArray(has) && want.every((each) => has.some((other) => covers(other, each)));
  if (isRecord(want))
    return isRecord(has) && Object.entries(want).every(([key, each]) => covers(has[key], each));
  return has === want;
}

function print(path: string, value: unknown): string {
  if (isEmpty(value)) return '';
  const shown = shownOf(path, value);
  const text = typeof shown === 'string' ? shown : JSON.stringify(shown, maskNamed);
  const masked = maskText(text);
  return masked.length > MAX_TEXT ? `${masked.slice(0, MAX_TEXT)}…` : masked;
}

function shownOf(path: string, value: unknown): unknown {
  if (VALUES_ARE_SECRET.has(path)) return namesOnly(value);
  return COMMANDS.has(path) && Array.isArray(value) ? maskArguments(value.map(String)) : value;
}

function namesOnly(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => `${String(each).split('=', 1)[0]}=${MASK}`);
  return isRecord(value) ? Object.fromEntries(Object.keys(value).map((key) => [key, MASK])) : value;
}

/** The command of a health check is a list of arguments as well. */
function maskNamed(key: string, value: unknown): unknown {
  if (key === 'Test' && Array.isArray(value)) return maskArguments(value.map(String));
  return typeof value === 'string' && isSecretName(key) ? MASK : value;
}
