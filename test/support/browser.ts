import { type Browser, chromium } from 'playwright-core';
import { ensureChromium } from '../../scripts/setup/chromium.mjs';

const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/** Debian's Chromium, and what is in its way; under `CI=true` that is an error. */
export function browserProgram(): { readonly program: string | undefined; readonly obstacle: string } {
  try {
    return { program: ensureChromium(), obstacle: '' };
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    return { program: undefined, obstacle: error instanceof Error ? error.message : String(error) };
  }
}

export function launchBrowser(program: string, more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: program, args: [...flags, ...more] });
}
