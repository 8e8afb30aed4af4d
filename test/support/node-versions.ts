import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The Node lines that the packages support besides the one that runs the tests. */
export const OTHER_NODE_VERSIONS = ['20', '22', '24'].filter(
  (line) => line !== process.versions.node.split('.')[0],
);

/**
 * Runs a piece of JavaScript on this Node or on another line, whose binary npm's `node` package brings,
 * and returns what it printed. Packages resolve to `dist`, as for somebody who installed them.
 */
export async function runOnNode(version: string, script: string): Promise<string> {
  const node = version === 'current' ? process.execPath : await nodeBinary(version);
  const { stdout } = await run(node, ['--input-type=module', '-e', script], { timeout: 60_000 });
  return stdout.trim();
}

const binaries = new Map<string, string>();

/** Path of the binary of a Node line; fetched into npm's own cache at the first use, and asked for once. */
export async function nodeBinary(version: string): Promise<string> {
  const known = binaries.get(version);
  if (known !== undefined) return known;
  const found = await fetchedBinary(version);
  binaries.set(version, found);
  return found;
}

async function fetchedBinary(version: string): Promise<string> {
  // Elsewhere than in the repository, so that npx cannot take our own package for the one to run.
  mkdirSync('.cache/npx', { recursive: true });
  const args = ['-y', '-p', `node@${version}`, 'node', '-p', 'process.execPath'];
  const { stdout } = await run('npx', args, { cwd: '.cache/npx', timeout: 180_000 });
  return stdout.trim();
}
