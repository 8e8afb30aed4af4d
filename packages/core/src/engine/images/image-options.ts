import {
  asGiven,
  CALL_OPTIONS,
  type OptionReaders,
  readAnyText,
  readFlag,
  readFunction,
  readInteger,
  readList,
  readRecord,
  readText,
} from '../../input/index.ts';
import type { CallTable } from '../calls/checked-calls.ts';
import { readArchive, readFilters } from '../calls/engine-options.ts';
import type { Images, PullOptions } from './images.ts';

export const PULL_OPTIONS: OptionReaders<PullOptions> = {
  ...CALL_OPTIONS,
  platform: readText,
  auth: asGiven,
  onProgress: readFunction,
};

/** What the options of the calls about images may be. */
export const IMAGE_OPTIONS: CallTable<Images> = {
  pull: [1, PULL_OPTIONS],
  inspect: [1, CALL_OPTIONS],
  exists: [1, CALL_OPTIONS],
  list: [0, { ...CALL_OPTIONS, all: readFlag, filters: readFilters }],
  remove: [1, { ...CALL_OPTIONS, force: readFlag, keepUntaggedParents: readFlag }],
  tag: [2, CALL_OPTIONS],
  push: [1, { ...CALL_OPTIONS, auth: asGiven, onProgress: readFunction }],
  load: [1, CALL_OPTIONS, { archive: readArchive }],
  save: [1, CALL_OPTIONS, { references: readList(readText) }],
  build: [
    1,
    {
      ...CALL_OPTIONS,
      tags: readList(readText),
      dockerfile: readText,
      dockerfileText: readAnyText,
      args: readRecord(readAnyText),
      target: readText,
      labels: readRecord(readAnyText),
      platform: readText,
      noCache: readFlag,
      pull: readFlag,
      networkMode: readText,
      cacheFrom: readList(readText),
      extraHosts: readList(readText),
      shmSize: readInteger(1),
      onLine: readFunction,
      onStep: readFunction,
    },
    { folder: readText },
  ],
};
