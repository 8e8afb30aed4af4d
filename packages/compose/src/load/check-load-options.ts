import {
  checkOptions,
  isRecord,
  type OptionReaders,
  type Reader,
  readFlag,
  readList,
  readText,
} from '@docktopus/core/kit';
import type { LoadComposeOptions } from './load-options.ts';

const readVariables: Reader<object> = (value, problems) =>
  isRecord(value) ? value : problems.refuse(value, 'an object of variables');
const readTexts = readList(readText);

/** How the options of everything that reads Compose files are checked. */
export const LOAD_OPTIONS: OptionReaders<LoadComposeOptions> = {
  env: readVariables,
  processEnv: readFlag,
  envFiles: readTexts,
  profiles: readTexts,
  projectName: readText,
  workingDir: readText,
  services: readTexts,
  allowFiles: readTexts,
};

/** @throws DocktopusError `spec.invalid`: a misspelt `processEnv` must not give a file variables that it may not have. */
export function checkLoadOptions(options: LoadComposeOptions): void {
  checkOptions(options, LOAD_OPTIONS, 'loadCompose');
}
