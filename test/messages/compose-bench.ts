import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type ComposeProjectOptions,
  composeProject,
  type LoadComposeOptions,
  loadCompose,
} from '@docktopus/compose';
import type { Bench, Rows } from './bench.ts';

type Row = Rows[string];
type Files = Readonly<Record<string, string>>;

export const BASE = { projectName: 'shop', env: {}, processEnv: false } as const;

export async function write({ folder }: Bench, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

/** A file that has this one problem. */
export function one(
  content: string,
  problem: string,
  { files = {}, ...options }: LoadComposeOptions & { files?: Files } = {},
): Row {
  const act = async (bench: Bench) => {
    await write(bench, files);
    await loadCompose({ name: 'compose.yaml', content }, { ...BASE, workingDir: bench.folder, ...options });
  };
  return [act, `compose.invalid: loadCompose <folder>/compose.yaml: 1 problem\n  ${problem}`];
}

/** A service that has this one problem. */
export function web(
  settings: string,
  problem: string,
  options: LoadComposeOptions & { files?: Files } = {},
): Row {
  return one(`services: { web: { image: "busybox:1.36", ${settings} } }`, problem, options);
}

export function project({ docker, folder }: Bench, content: string, options: ComposeProjectOptions = {}) {
  return composeProject(
    docker,
    { name: 'compose.yaml', content },
    { ...BASE, workingDir: folder, ...options },
  );
}
