import type { Command } from 'commander';

/** What every command takes. */
export interface GlobalOptions {
  readonly json: boolean;
  readonly color: boolean;
  readonly input: boolean;
  readonly host: string | undefined;
}

/** Adds the options that every command takes, before its name and behind it. */
export function withGlobalOptions(command: Command): Command {
  return command
    .optionsGroup('Options of every command:')
    .option('--json', 'print JSON: one document, or one object a line')
    .option('--no-color', 'print no colours, as with NO_COLOR')
    .option('--no-input', 'never ask: a command that would have to ask does nothing')
    .option('-H, --host <endpoint>', 'the engine to use, as in DOCKER_HOST')
    .helpOption('-h, --help', 'print this help');
}

/** The options as given to the command or to one above it. */
export function globalOptionsOf(command: Command): GlobalOptions {
  const given: Record<string, unknown>[] = [];
  for (let current: Command | null = command; current !== null; current = current.parent)
    given.push(current.opts());
  return {
    json: given.some(({ json }) => json === true),
    color: given.every(({ color }) => color !== false),
    input: given.every(({ input }) => input !== false),
    host: given.map(({ host }) => host).find((host): host is string => typeof host === 'string'),
  };
}
