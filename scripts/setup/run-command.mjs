import { spawnSync } from 'node:child_process';

/**
 * Runs a command to its end and returns what it printed; throws with its last lines when it fails.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 */
export function runCommand(command, args, { cwd, env, timeoutMs = 600_000 } = {}) {
  const result = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.error) throw new Error(`${command}: ${result.error.message}`);
  if (result.status !== 0) {
    const lines = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-8).join('\n  ');
    throw new Error(
      `${command} ${args.join(' ')} exited with ${result.status ?? result.signal}:\n  ${lines}`,
    );
  }
  return result.stdout;
}
