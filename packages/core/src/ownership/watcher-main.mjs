// The watcher process: removes what a session left behind when its process died without clean-up.
//
// Plain JavaScript that imports nothing at first but `node:fs`, so that it runs without a loader and stays small: its
// one thread sleeps in a blocking read until the other end of its lifeline is closed. The first line there is the task,
// as JSON; the word `done` on a later line means that nothing is left to do. It says `ready` on stdout once it listens.
//
// The packages hold this program as a text (watcher-program.ts), because bundlers keep no files beside a bundle. Node then
// reads it from stdin, and the lifeline is file descriptor 3. After a change here, run `node scripts/embed-watcher.mjs`.
import { readSync, writeSync } from 'node:fs';
import { processStart } from './process-start.mjs';

/**
 * @typedef {object} WatcherTask
 * @property {number} pid whose death to wait for
 * @property {string} start when that process began
 * @property {string} label `dev.docktopus.session=…`: what may be removed carries it
 * @property {string} sessionLifetimeLabel and this one
 * @property {import('./watcher-engine.mjs').EngineAddress} engine
 * @property {number} settleMs how long nothing may appear before it is over
 * @property {number} giveUpMs how long to go on trying while the engine is away
 */

/** It looks again eagerly for this long. What is left then may stay long: an engine that is away, a network in use. */
const EAGER_MS = 20_000;

/** The argument names the descriptor when stdin is the program's own text. */
const LIFELINE = process.argv.includes('lifeline=3') ? 3 : 0;

const task = await untilParentIsGone();
if (task !== undefined) await cleanUp(task);

/** @returns {Promise<WatcherTask | undefined>} `undefined` when there is nothing to do */
async function untilParentIsGone() {
  // A signal to the parent's process group or unit reaches us as well, long before the parent has ended.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
  writeSync(1, 'ready\n');
  const [first = '', ...later] = readUntilEnd().split('\n');
  if (first === '' || later.includes('done')) return undefined;
  /** @type {WatcherTask} */
  const task = JSON.parse(first);
  // A closed pipe is a hint; only the process table says that the parent is gone, and not replaced by another.
  const giveUpAt = Date.now() + task.giveUpMs;
  while (isAlive(task)) {
    if (Date.now() > giveUpAt) return undefined;
    await sleep(100);
  }
  return task;
}

/** @param {WatcherTask} task */
function isAlive({ pid, start }) {
  const now = processStart(pid);
  return now === start || now === 'hidden';
}

function readUntilEnd() {
  const chunk = Buffer.alloc(16_384);
  let text = '';
  for (;;) {
    try {
      const count = readSync(LIFELINE, chunk);
      if (count === 0) return text;
      text += chunk.toString('utf8', 0, count);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EINTR') return text;
    }
  }
}

/** @param {WatcherTask} task */
async function cleanUp(task) {
  const { removeLeftovers } = await import('./watcher-engine.mjs');
  const begun = Date.now();
  let quietSince = begun;
  while (Date.now() - begun < task.giveUpMs) {
    try {
      // A create that was under way when the parent died may still come out of the engine.
      if ((await removeLeftovers(task)) > 0) quietSince = Date.now();
      else if (Date.now() - quietSince >= task.settleMs) return;
    } catch {
      // The engine is away, or busy with this very removal. There is no caller to tell, so look again.
      quietSince = Date.now();
    }
    await sleep(Date.now() - begun < EAGER_MS ? 200 : 5_000);
  }
  process.exitCode = 1;
}

/** @param {number} ms */
function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
