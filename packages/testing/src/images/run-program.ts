import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program of the machine to its end, and resolves with what it printed; a failure carries its last lines. */
export async function runProgram(program: string, args: readonly string[], cwd?: string): Promise<string> {
  try {
    const options = {
      cwd,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
    };
    return (await execute(program, [...args], options)).stdout;
  } catch (cause) {
    const { stderr = '', code } = cause as { stderr?: string; code?: unknown };
    if (code === 'ENOENT')
      throw new Error(`${program} is not there: Debian and its relatives have it`, { cause });
    const lines = stderr.trim().split('\n').slice(-5).join('\n  ');
    throw new Error(`${program} ${args.slice(0, 3).join(' ')} … failed:\n  ${lines}`, { cause });
  }
}
