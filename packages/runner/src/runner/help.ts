import { printSettingsHelp, settingsHelp } from '@docktopus/core/kit';
import type { RunnerOptions } from './runner-options.ts';

/** Whether the program was started with `--help`, and its command line is one of settings. */
export function isHelpAsked({ connect }: RunnerOptions): boolean {
  const { args = process.argv.slice(2) } = connect?.configSources ?? {};
  if (args === false) return false;
  const own = args.indexOf('--');
  return args.slice(0, own < 0 ? undefined : own).includes('--help');
}

/** Prints the settings of the program; nothing is connected for that. */
export function tellSettings({ connect }: RunnerOptions): void {
  process.stdout.write(printSettingsHelp(settingsHelp(connect?.configSources?.prefix)));
}
