import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { managerWords } from './manager-words.ts';
import { manifest, NO_INSTALL_SCRIPTS } from './manifest.ts';
import type { NewProject } from './new-project.ts';
import type { Template } from './template.ts';

/** Whether the folder is missing or empty, but for what git and editors put there. */
export async function isFree(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.every((name) => ['.git', '.idea', '.vscode', '.DS_Store'].includes(name));
}

/** Writes the files of a template, with the names of this project in them; nothing that exists is overwritten. */
export async function writeProject(templates: string, project: NewProject): Promise<readonly string[]> {
  const { folder, template } = project;
  const files = new Map([
    ...(await filesOf(join(templates, 'every-project'), project)),
    ...(await filesOf(join(templates, template.name), project)),
  ]);
  files.set('package.json', `${JSON.stringify(manifest(project), undefined, 2)}\n`);
  if (template.secrets.length > 0) files.set('.env', secretsOf(template));
  if (project.manager === 'pnpm') {
    const lines = NO_INSTALL_SCRIPTS.map((dependency) => `  ${dependency}: false\n`);
    files.set('pnpm-workspace.yaml', `# Install scripts that need not run.\nallowBuilds:\n${lines.join('')}`);
  }
  for (const [path, text] of files) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, text, { flag: 'wx' });
    if (path === '.env') await chmod(target, 0o600);
  }
  return [...files.keys()].sort();
}

/** A leading underscore stands for a dot: npm leaves some of those files out of packages. */
async function filesOf(root: string, project: NewProject): Promise<[string, string][]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry): Promise<[string, string]> => {
        const path = join(entry.parentPath, entry.name);
        const name = filled(relative(root, path), project).replace(/(^|\/)_/g, '$1.');
        return [name, filled(await readFile(path, 'utf8'), project)];
      }),
  );
}

function filled(text: string, { name, template, version, manager = 'npm' }: NewProject): string {
  const values: Readonly<Record<string, string>> = {
    ...managerWords(manager),
    name,
    title: template.title,
    envfile: template.secrets.length > 0 ? '--env-file .env ' : '',
    version,
  };
  return text.replace(/__([a-z]+)__/g, (all, key: string) => values[key] ?? all);
}

function secretsOf({ secrets }: Template): string {
  const lines = secrets.map((name) => `${name}=${randomBytes(24).toString('base64url')}`);
  return `# Read when the service starts; git and Docker ignore it.\n${lines.join('\n')}\n`;
}
