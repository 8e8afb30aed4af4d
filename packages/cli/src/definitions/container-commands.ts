import { type Command, InvalidArgumentError, Option } from 'commander';
import { lazyAction, type Outcome } from '../invocation/lazy-action.ts';

/** The commands about containers: they go by our labels, so they work while the blueprint is down. */
export function addContainerCommands(program: Command, outcome: Outcome): void {
  program
    .command('ps')
    .description('list containers of blueprints')
    .option('-a, --all', 'list stopped containers, too')
    .addOption(blueprintOption())
    .option('-q, --quiet', 'print only ids')
    .option('--names', 'print only names')
    .option('--no-trunc', 'cut nothing off')
    .action(lazyAction(outcome, () => import('../commands/ps.ts')));

  program
    .command('logs')
    .description('print what containers write')
    .argument('[names...]', 'containers; without a name, all containers of the blueprint')
    .addOption(blueprintOption())
    .option('-f, --follow', 'follow the logs until the containers end')
    .option('-n, --tail <lines>', 'print only the last lines', parseCount)
    .option('--since <time>', 'print what is newer than a time (2026-11-28T09:00:00Z) or a span (10m)')
    .option('--until <time>', 'print what is older; written as for --since')
    .option('-t, --timestamps', 'print the time of each line')
    .option('--no-log-prefix', 'do not print the name of the container before each line')
    .action(lazyAction(outcome, () => import('../commands/logs.ts')));

  program
    .command('events')
    .description('print what happens to containers while it happens')
    .addOption(blueprintOption())
    .option('--since <time>', 'begin in the past; the engine remembers 256 events')
    .option('--until <time>', 'end at this time')
    .action(lazyAction(outcome, () => import('../commands/events.ts')));

  program
    .command('wait')
    .description('wait until a container is ready, or has another state')
    .argument('<name>', 'a container')
    .addOption(blueprintOption())
    .addOption(
      new Option('--for <state>', 'the state to wait for')
        .choices(['ready', 'running', 'healthy', 'exited', 'removed'])
        .default('ready'),
    )
    .option('--timeout <time>', 'give up after this time, such as 90s', '60s')
    .action(lazyAction(outcome, () => import('../commands/wait.ts')));

  program
    .command('exec')
    .description('run a command in a container')
    .argument('<name>', 'a container')
    .argument('<command...>', 'the command and its arguments')
    .addOption(blueprintOption())
    .option('-i, --interactive', 'pass stdin to the command')
    .option('-t, --tty', 'give the command a terminal')
    .option('-e, --env <variable>', 'set KEY=value, or pass on KEY of this shell; repeatable', collect)
    .option('-u, --user <user>', "as in docker exec: 'name' or 'uid:gid'")
    .option('-w, --workdir <path>', 'the working directory in the container')
    .passThroughOptions()
    .action(lazyAction(outcome, () => import('../commands/exec.ts')));

  program
    .command('inspect')
    .description('print all that is known about containers, with secrets masked')
    .argument('<names...>', 'containers')
    .addOption(blueprintOption())
    .action(lazyAction(outcome, () => import('../commands/inspect.ts')));

  program
    .command('gc')
    .description('remove the leftovers of sessions whose process is gone')
    .addOption(blueprintOption())
    .option('-f, --force', 'remove without asking')
    .action(lazyAction(outcome, () => import('../commands/gc.ts')));

  program
    .command('ui')
    .description('serve the dashboard of all blueprints on this engine')
    .addOption(blueprintOption())
    .option('-p, --port <port>', 'the port on 127.0.0.1; 0 takes a free one', '0')
    .option('--actions', 'let the page start, stop and restart containers')
    .action(lazyAction(outcome, () => import('../commands/ui.ts')));
}

function blueprintOption(): Option {
  return new Option('-b, --blueprint <name>', 'only containers of this blueprint');
}

function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a number of lines');
  return Number(text);
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
