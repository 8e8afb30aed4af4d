/**
 * Runs one program (its arguments: node's own) on an engine in memory, for a machine that can have no real
 * one, and says so first and last.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeEngine } from '@docktopus/testing';
import { serveEngine } from './serve-engine.ts';

const NOTICE =
  'No Docker engine: this demo runs on an embedded engine in memory, whose containers are simulated.';

console.log(NOTICE);
const folder = mkdtempSync(join(tmpdir(), 'docktopus-demo-'));
await using engine = new FakeEngine();
const server = await serveEngine(engine, join(folder, 'engine.sock'));
const exitCode = await new Promise<number>((resolve) => {
  const env = { ...process.env, DOCKER_HOST: `unix://${join(folder, 'engine.sock')}` };
  const child = spawn(process.execPath, process.argv.slice(2), { env, stdio: 'inherit' });
  child.on('close', (code) => resolve(code ?? 1));
  child.on('error', () => resolve(1));
});
server.close();
server.closeAllConnections();
rmSync(folder, { recursive: true });
console.log(NOTICE);
process.exitCode = exitCode;
