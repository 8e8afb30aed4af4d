import type { Invocation } from '../../invocation/invocation.ts';
import { CommandFailure, EXIT } from '../../output/index.ts';
import { type ExecOptions, execIn } from '../exec.ts';
import { type ProjectOptions, withProject } from './with-project.ts';

interface ComposeExecOptions extends ProjectOptions, Omit<ExecOptions, 'tty' | 'interactive'> {
  /** `--no-tty` makes it false. */
  readonly tty: boolean;
  readonly index?: number;
}

/** `docktopus compose exec`: stdin is passed on, and the command gets a terminal if there is one. */
export async function run(invocation: Invocation<ComposeExecOptions>): Promise<number> {
  const { args, options, out, signal } = invocation;
  const [service = '', ...command] = args;
  const tty = options.tty && !out.json && process.stdin.isTTY && process.stdout.isTTY;
  return await withProject(invocation, async (project) => {
    const chosen = project.service(service);
    await project.refresh({ signal });
    const { index } = options;
    const named = new Map(project.containers);
    const container = index === undefined ? chosen.containers[0] : named.get(`${service}-${index}`);
    if (container === undefined) {
      throw new CommandFailure(
        EXIT.execFailed,
        'compose.service-empty',
        `service ${service} has no container${index === undefined ? '' : ` ${index}`}`,
        `'docktopus compose up ${service}' starts it`,
      );
    }
    return await execIn(container, command, {
      ...invocation,
      signal,
      options: { ...options, tty, interactive: true },
    });
  });
}
