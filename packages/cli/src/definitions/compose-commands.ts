import { type Command, InvalidArgumentError, Option } from 'commander';
import { lazyAction, type Outcome } from '../invocation/lazy-action.ts';

/** The commands about a Compose project: the code that a context with `@compose` runs. */
export function addComposeCommands(program: Command, outcome: Outcome): void {
  const compose = program
    .command('compose')
    .description('bring the project of a Compose file up or down')
    .enablePositionalOptions()
    .option('-f, --file <file>', 'a Compose file, - for standard input; repeatable', collect)
    .option('-p, --project-name <name>', 'the name of the project')
    .option('--project-directory <folder>', 'the folder in which relative paths begin')
    .option('--profile <name>', 'a profile to enable; repeatable', collect)
    .option('--env-file <file>', 'a file with variables; repeatable', collect)
    .addOption(
      new Option('--progress <format>', 'how pulls and builds are shown')
        .choices(['auto', 'tty', 'plain', 'json', 'quiet'])
        .default('auto'),
    );
  addReadingCommands(compose, outcome);
  addUpCommands(compose, outcome);
  ofServices(compose, 'build', 'build the images of services')
    .option('--no-cache', 'use nothing of earlier builds')
    .option('--pull', 'pull the base images, even if they are there')
    .action(lazyAction(outcome, () => import('../commands/compose/compose-build.ts')));
  ofServices(compose, 'pull', 'pull the images of services').action(
    lazyAction(outcome, () => import('../commands/compose/compose-pull.ts')),
  );
}

function addReadingCommands(compose: Command, outcome: Outcome): void {
  ofServices(compose, 'config', 'print the file as Docktopus reads it, with secrets masked')
    .option('--services', 'print the names of services')
    .option('--images', 'print the names of images')
    .option('--volumes', 'print the names of volumes')
    .option('--no-mask', 'print secrets as they are')
    .option('-q, --quiet', 'print nothing; the exit code says whether the file is valid')
    .action(lazyAction(outcome, () => import('../commands/compose/compose-config.ts')));
  ofServices(compose, 'ps', 'list containers')
    .option('-a, --all', 'list stopped containers, too')
    .option('-q, --quiet', 'print only ids')
    .action(lazyAction(outcome, () => import('../commands/compose/compose-ps.ts')));
  ofServices(compose, 'logs', 'print what containers write')
    .option('-f, --follow', 'follow the logs until the containers end')
    .option('-n, --tail <lines>', 'print only the last lines', readCount)
    .option('--since <time>', 'print what is newer than a time (2026-11-28T09:00:00Z) or a span (10m)')
    .option('--until <time>', 'print what is older; written as for --since')
    .option('-t, --timestamps', 'print the time of each line')
    .option('--no-log-prefix', 'do not print the name of the container before each line')
    .action(lazyAction(outcome, () => import('../commands/compose/compose-logs.ts')));
  compose
    .command('exec')
    .description('run a command in a container of a service')
    .argument('<service>', 'a service')
    .argument('<command...>', 'the command and its arguments')
    .option('--index <number>', 'the number of the container', readCount)
    .option('-T, --no-tty', 'give the command no terminal')
    .option('-e, --env <variable>', 'set KEY=value, or pass on KEY of this shell; repeatable', collect)
    .option('-u, --user <user>', "as in docker exec: 'name' or 'uid:gid'")
    .option('-w, --workdir <path>', 'the working directory in the container')
    .passThroughOptions()
    .action(lazyAction(outcome, () => import('../commands/compose/compose-exec.ts')));
}

function addUpCommands(compose: Command, outcome: Outcome): void {
  withUpOptions(ofServices(compose, 'plan', 'print what up would do and why, without doing it')).action(
    lazyAction(outcome, () => import('../commands/compose/compose-plan.ts')),
  );
  withUpOptions(ofServices(compose, 'up', 'create, start and replace containers until they match the file'))
    .option('-d, --detach', 'no effect: up never follows logs')
    .option('-t, --timeout <seconds>', 'the time a container gets to stop')
    .action(lazyAction(outcome, () => import('../commands/compose/compose-up.ts')));
  compose
    .command('down')
    .description('stop and remove containers and networks')
    .option('-v, --volumes', 'remove named volumes, too, with their data')
    .option('--remove-orphans', 'remove containers of services that are not in the file')
    .option('-t, --timeout <seconds>', 'the time a container gets to stop')
    .action(lazyAction(outcome, () => import('../commands/compose/compose-down.ts')));
}

function withUpOptions(command: Command): Command {
  return command
    .option('--build', 'build images even if they are there')
    .addOption(
      new Option('--pull <policy>', 'when to pull images, in place of what the services say').choices([
        'always',
        'missing',
        'never',
      ]),
    )
    .option('--force-recreate', 'replace containers that have not changed')
    .option('--no-recreate', 'keep containers that have changed')
    .option('--remove-orphans', 'remove containers of services that are not in the file')
    .option('-V, --renew-anon-volumes', 'give new containers new anonymous volumes')
    .option('--scale <service=count>', 'the number of containers of a service; repeatable', collect)
    .option('--wait', 'wait until services run and, if they have a health check, are healthy')
    .option('--wait-timeout <seconds>', 'give up waiting after this time');
}

function ofServices(compose: Command, name: string, description: string): Command {
  return compose.command(name).description(description).argument('[services...]', 'only these services');
}

function readCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a whole number');
  return Number(text);
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
