import { isRecord } from '../../json/index.ts';

/** The variables that programs look at to reach the outside, each in capitals and in small letters. */
export type ProxySettings = Readonly<Record<string, string>>;

const VARIABLES = {
  httpProxy: 'HTTP_PROXY',
  httpsProxy: 'HTTPS_PROXY',
  ftpProxy: 'FTP_PROXY',
  noProxy: 'NO_PROXY',
  allProxy: 'ALL_PROXY',
} as const;

/** `proxies` of the Docker CLI's `config.json`: those of the engine's address, or else the `default` ones. */
export function proxySettings(config: unknown, endpoint: string): ProxySettings {
  const proxies = isRecord(config) && isRecord(config.proxies) ? config.proxies : {};
  const chosen = Object.hasOwn(proxies, endpoint) ? proxies[endpoint] : proxies.default;
  const settings: Record<string, string> = {};
  if (!isRecord(chosen)) return settings;
  for (const [field, variable] of Object.entries(VARIABLES)) {
    const value = chosen[field];
    if (typeof value !== 'string' || value === '') continue;
    settings[variable] = value;
    settings[variable.toLowerCase()] = value;
  }
  return settings;
}

/** An environment with the proxies that it does not set, or unset, itself. */
export function withProxies(
  env: readonly string[] | null | undefined,
  proxies: ProxySettings,
): readonly string[] | null | undefined {
  const set = new Set(env?.map((entry) => entry.split('=', 1)[0]));
  const missing = Object.entries(proxies).filter(([name]) => !set.has(name));
  if (missing.length === 0) return env;
  return [...(env ?? []), ...missing.map(([name, value]) => `${name}=${value}`)];
}
