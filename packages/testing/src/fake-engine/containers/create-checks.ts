import { badRequest } from '../http/engine-failure.ts';
import { asNumber, asObject, asText, type JsonObject } from '../http/request-body.ts';

const LEAST_MEMORY = 6 * 1024 * 1024;
const MILLISECOND = 1e6;

/** @throws EngineFailure 400 for what the engine refuses before it looks for the image. */
export function checkCreateBody(body: JsonObject): void {
  const host = asObject(body.HostConfig);
  checkMemory(asNumber(host.Memory));
  checkRestartPolicy(asObject(host.RestartPolicy), host.AutoRemove === true);
  checkHealth(asObject(body.Healthcheck));
  const workdir = asText(body.WorkingDir);
  if (workdir !== '' && !workdir.startsWith('/')) {
    throw badRequest(`the working directory '${workdir}' is invalid, it needs to be an absolute path`);
  }
}

export function checkMemory(bytes: number): void {
  if (bytes > 0 && bytes < LEAST_MEMORY) throw badRequest('Minimum memory limit allowed is 6MB');
}

export function checkRestartPolicy(policy: JsonObject, autoRemove: boolean): void {
  const name = asText(policy.Name);
  const retries = asNumber(policy.MaximumRetryCount);
  if (!['', 'no', 'always', 'unless-stopped', 'on-failure'].includes(name)) {
    throw badRequest(`invalid restart policy '${name}'`);
  }
  if (autoRemove && name !== '' && name !== 'no')
    throw badRequest("can't create 'AutoRemove' container with restart policy");
  if (name === 'on-failure' ? retries < 0 : retries !== 0) {
    throw badRequest(
      name === 'on-failure'
        ? 'maximum retry count cannot be negative'
        : `maximum retry count cannot be used with restart policy '${name}'`,
    );
  }
}

/** @throws EngineFailure 400 */
export function checkName(name: string, shown = name): void {
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)) {
    throw badRequest(`Invalid container name (${shown}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`);
  }
}

function checkHealth(check: JsonObject): void {
  for (const field of ['Interval', 'Timeout', 'StartPeriod']) {
    const value = asNumber(check[field]);
    if (value !== 0 && value < MILLISECOND)
      throw badRequest(`${field} in Healthcheck cannot be less than 1ms`);
  }
  if (asNumber(check.Retries) < 0) throw badRequest('Retries in Healthcheck cannot be negative');
}
