import {
  checkOptions,
  isRecord,
  type OptionReaders,
  type Problems,
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

/** One file or several. */
export function readFiles(value: unknown, problems: Problems): unknown {
  const isFile = (file: unknown) =>
    (typeof file === 'string' && file !== '') ||
    (isRecord(file) &&
      typeof file.content === 'string' &&
      ['string', 'undefined'].includes(typeof file.name));
  const files = Array.isArray(value) ? value : [value];
  return files.length > 0 && files.every(isFile)
    ? value
    : problems.refuse(value, 'the path of a Compose file, { content } with its text, or a list of these');
}
