import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asArgument } from './as-argument.ts';
import { type Answers, ask, withDefaults } from './ask.ts';
import { projectName } from './project-name.ts';
import { type Arguments, HELP, readArguments } from './read-arguments.ts';
import { packageManager, runCommand } from './run-command.ts';
import { findTemplate } from './template.ts';
import { isFree, writeProject } from './write-project.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Creates a project, and answers the exit code: 0 done, 1 failed, 2 usage, 130 cancelled. */
export async function main(args: readonly string[]): Promise<number> {
  let given: Arguments;
  try {
    given = readArguments(args);
  } catch (error) {
    return say((error as Error).message, 2);
  }
  if (given.help || given.version) {
    process.stdout.write(given.help ? HELP : `${ownVersion()}\n`);
    return 0;
  }
  const asks = !given.yes && process.stdin.isTTY && process.stdout.isTTY;
  const answers = asks ? await ask(given) : withDefaults(given);
  return answers === undefined ? 130 : await make(answers);
}

async function make({ folder, template: wanted, install, git }: Answers): Promise<number> {
  const template = findTemplate(wanted);
  if (template === undefined) return say(`there is no template '${wanted}'`, 2);
  if (folder.trim() === '') return say("the folder has no name; write '.' for this one", 2);
  const target = resolve(folder);
  const name = projectName(target);
  const manager = packageManager(process.env.npm_config_user_agent);
  try {
    if (!(await isFree(target)))
      return say(`${folder} has files in it: name a folder that is empty or not there`, 1);
    await writeProject(`${ROOT}templates`, {
      folder: target,
      name,
      template,
      version: ownVersion(),
      manager,
    });
  } catch (error) {
    return say(`${folder} cannot be written: ${reasonOf(error as NodeJS.ErrnoException)}`, 1);
  }
  const made = git ? await runCommand('git', ['init', '--quiet'], target, false) : 'done';
  if (made !== 'done')
    note(`there is no git repository: ${made === 'missing' ? 'git is not on the PATH' : 'git init failed'}`);
  const installed = install ? await runCommand(manager, ['install'], target, true) : 'done';
  if (installed === 'missing')
    return say(
      `${manager} is not on the PATH: the files are in ${folder}, install it and run '${manager} install'`,
      1,
    );
  if (installed === 'failed')
    return say(`'${manager} install' failed in ${folder}: the files are there, run it again`, 1);
  note(nextSteps(relative(process.cwd(), target) || '.', manager, install));
  return 0;
}

function nextSteps(folder: string, manager: string, installed: boolean): string {
  const steps = [
    ...(folder === '.' ? [] : [`cd ${asArgument(folder)}`]),
    ...(installed ? [] : [`${manager} install`]),
    `${manager} run dev`,
  ];
  return `\nDone. Next:\n\n${steps.map((step) => `  ${step}`).join('\n')}\n`;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOTDIR: 'a part of its path is a file',
  ELOOP: 'its links form a circle',
  EACCES: 'you have no right to',
  EPERM: 'the system does not permit it',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your disk quota is used up',
  ENAMETOOLONG: 'the name is too long',
};

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  return REASONS[code ?? ''] ?? message;
}

function ownVersion(): string {
  return (JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { version: string }).version;
}

function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

function say(text: string, exitCode: number): number {
  note(`create-docktopus: ${text}`);
  return exitCode;
}
