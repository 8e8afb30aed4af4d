import { existsSync } from 'node:fs';
import { aptInstall, hasApt } from './apt.mjs';
import { say } from './say.mjs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Where Chromium is, installed with apt when it is not there; throws with what to do when it cannot be had.
 *
 * @returns {string}
 */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !hasApt())
    throw new Error('there is no Chromium, and only root on Debian can install it; install it by hand');
  say('no browser: installing chromium with apt');
  aptInstall(['chromium']);
  const installed = findChromium();
  if (!installed) throw new Error('apt reported success, but there is no chromium');
  return installed;
}

function findChromium() {
  return PLACES.find((path) => existsSync(path));
}
