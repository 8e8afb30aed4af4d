import { existsSync } from 'node:fs';
import { aptInstall, hasApt } from './apt.mjs';
import { say } from './say.mjs';

const PLACES = ['/usr/bin/tmux', '/usr/local/bin/tmux', '/opt/homebrew/bin/tmux'];

/**
 * Where tmux is, installed with apt when it is not there; throws with what to do when it cannot be had.
 *
 * @returns {string}
 */
export function ensureTmux() {
  const found = PLACES.find((path) => existsSync(path));
  if (found) return found;
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !hasApt())
    throw new Error('there is no tmux, and only root on Debian can install it; install it by hand');
  say('no tmux: installing it with apt');
  aptInstall(['tmux']);
  const installed = PLACES.find((path) => existsSync(path));
  if (!installed) throw new Error('apt has installed tmux, and there is none');
  return installed;
}
