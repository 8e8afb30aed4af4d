import { parseArgs } from 'node:util';
import { TEMPLATES } from './template.ts';

/** What the command line says; the rest is asked for, or has a default. */
export interface Arguments {
  readonly folder: string | undefined;
  readonly template: string | undefined;
  readonly install: boolean | undefined;
  readonly git: boolean | undefined;
  /** Takes every default, and asks nothing. */
  readonly yes: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

export const HELP = `Usage: npm create docktopus@latest [folder] -- [options]

Creates a service whose jobs own Docker containers.

Options:
  -t, --template <name>   ${TEMPLATES.map(({ name }) => name).join(', ')}
      --no-install        install no dependencies
      --no-git            create no git repository
  -y, --yes               take every default, and ask nothing
  -V, --version           print the version
  -h, --help              print this
`;

/** @throws Error whose message says what is wrong. */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    allowNegative: true,
    options: {
      template: { type: 'string', short: 't' },
      install: { type: 'boolean' },
      git: { type: 'boolean' },
      yes: { type: 'boolean', short: 'y', default: false },
      version: { type: 'boolean', short: 'V', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (positionals.length > 1) throw new Error(`expected one folder, got ${positionals.join(', ')}`);
  const { template, install, git, yes, help, version } = values;
  if (template !== undefined && !TEMPLATES.some(({ name }) => name === template)) {
    throw new Error(
      `there is no template '${template}'; there are ${TEMPLATES.map(({ name }) => name).join(', ')}`,
    );
  }
  return { folder: positionals[0], template, install, git, yes, help, version };
}
