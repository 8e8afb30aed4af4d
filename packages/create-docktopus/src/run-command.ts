import { spawn } from 'node:child_process';

/** Runs a command in a folder, and answers how it ended. Its output goes to stderr, if `shown`. */
export function runCommand(
  command: string,
  args: readonly string[],
  folder: string,
  shown: boolean,
): Promise<'done' | 'failed' | 'missing'> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: folder,
      stdio: ['ignore', shown ? 2 : 'ignore', shown ? 2 : 'ignore'],
    });
    child.on('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'ENOENT' ? 'missing' : 'failed'));
    child.on('close', (code) => resolve(code === 0 ? 'done' : 'failed'));
  });
}

/** The package manager that runs us. */
export function packageManager(agent: string | undefined): 'npm' | 'pnpm' | 'yarn' | 'bun' {
  const name = agent?.split('/', 1)[0];
  return name === 'pnpm' || name === 'yarn' || name === 'bun' ? name : 'npm';
}
