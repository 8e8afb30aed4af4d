import { type Command, InvalidArgumentError, Option } from 'commander';
import { lazyAction, type Outcome } from '../invocation/lazy-action.ts';

/** The commands about containers: they go by our labels, so they work while the blueprint is down. */
export function addContainerCommands(program: Command, outcome: Outcome): void {
  program
    .command('ps')
    .description('list containers of blueprints')
    .option('-a, --all', 'those that do not run as well')
    .addOption(blueprintOption())
    .option('-q, --quiet', 'print ids only')
    .option('--names', 'print names only')
    .option('--no-trunc', 'print everything in full')
    .action(lazyAction(outcome, () => import('../commands/ps.ts')));

  program
    .command('logs')
    .description('print what containers write')
    .argument('[names...]', 'containers; without a name, all of the blueprint')
    .addOption(blueprintOption())
    .option('-f, --follow', 'go on until they end')
    .option('-n, --tail <lines>', 'the last lines only', parseCount)
    .option('--since <time>', 'a time such as 2026-11-28T09:00:00Z, or a span such as 10m')
    .option('--until <time>', 'as --since')
    .option('-t, --timestamps', 'print the time of each line')
    .option('--no-log-prefix', 'print lines without the name of their container')
    .action(lazyAction(outcome, () => import('../commands/logs.ts')));

  program
    .command('events')
    .description('print what happens to containers, as it happens')
    .addOption(blueprintOption())
    .option('--since <time>', 'begin in the past: the engine remembers 256 events')
    .option('--until <time>', 'end at a time')
    .action(lazyAction(outcome, () => import('../commands/events.ts')));

  program
    .command('wait')
    .description('wait until a container is in a state')
    .argument('<name>', 'a container')
    .addOption(blueprintOption())
    .addOption(
      new Option('--for <state>', 'what to wait for')
        .choices(['ready', 'running', 'healthy', 'exited', 'removed'])
        .default('ready'),
    )
    .option('--timeout <time>', 'give up after a span such as 90s', '60s')
    .action(lazyAction(outcome, () => import('../commands/wait.ts')));

  program
    .command('exec')
    .description('run a command in a container')
    .argument('<name>', 'a container')
    .argument('<command...>', 'the command and its arguments')
    .addOption(blueprintOption())
    .option('-i, --interactive', 'pass stdin on')
    .option('-t, --tty', 'give it a terminal')
    .option('-e, --env <variable>', 'set KEY=value, or pass KEY on; may be given again', collect)
    .option('-u, --user <user>', "as in docker exec: 'name' or 'uid:gid'")
    .option('-w, --workdir <path>', 'the working directory in the container')
    .passThroughOptions()
    .action(lazyAction(outcome, () => import('../commands/exec.ts')));

  program
    .command('inspect')
    .description('print everything that is known of containers, secrets masked')
    .argument('<names...>', 'containers')
    .addOption(blueprintOption())
    .action(lazyAction(outcome, () => import('../commands/inspect.ts')));

  program
    .command('gc')
    .description('remove what sessions have left whose process is gone')
    .addOption(blueprintOption())
    .option('-f, --force', 'remove without asking')
    .action(lazyAction(outcome, () => import('../commands/gc.ts')));

  program
    .command('ui')
    .description('serve the dashboard of all blueprints on this engine')
    .addOption(blueprintOption())
    .option('-p, --port <port>', 'the port on 127.0.0.1', '0')
    .option('--actions', 'let the page start, stop and restart containers')
    .action(lazyAction(outcome, () => import('../commands/ui.ts')));
}

function blueprintOption(): Option {
  return new Option('-b, --blueprint <name>', 'of one blueprint only');
}

function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a number of lines');
  return Number(text);
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
