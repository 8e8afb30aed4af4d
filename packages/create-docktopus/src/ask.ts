import type { Arguments } from './read-arguments.ts';
import { TEMPLATES } from './template.ts';

export interface Answers {
  readonly folder: string;
  readonly template: string;
  readonly install: boolean;
  readonly git: boolean;
}

const DEFAULTS: Answers = { folder: 'my-service', template: 'minimal', install: true, git: true };

/** What the command line leaves open, with its default. */
export function withDefaults({ folder, template, install, git }: Arguments): Answers {
  return {
    folder: folder ?? DEFAULTS.folder,
    template: template ?? DEFAULTS.template,
    install: install ?? DEFAULTS.install,
    git: git ?? DEFAULTS.git,
  };
}

/** Asks for what the command line leaves open; `undefined` when the person cancels. */
export async function ask(given: Arguments): Promise<Answers | undefined> {
  const { confirm, isCancel, select, text } = await import('@clack/prompts');
  const folder =
    given.folder ??
    (await text({ message: 'Where?', placeholder: DEFAULTS.folder, defaultValue: DEFAULTS.folder }));
  if (isCancel(folder)) return undefined;
  const options = TEMPLATES.map(({ name, title }) => ({ value: name as string, label: title }));
  const template = given.template ?? (await select({ message: 'Which kind of service?', options }));
  if (isCancel(template)) return undefined;
  const git = given.git ?? (await confirm({ message: 'Create a git repository?' }));
  if (isCancel(git)) return undefined;
  const install = given.install ?? (await confirm({ message: 'Install dependencies?' }));
  if (isCancel(install)) return undefined;
  return { folder, template, install, git };
}
