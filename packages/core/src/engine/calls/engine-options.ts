import {
  asGiven,
  CALL_OPTIONS,
  type Reader,
  readAnyText,
  readFlag,
  readFunction,
  readInteger,
  readList,
  readNumber,
  readObject,
  readRecord,
  readText,
  readThing,
  readWord,
} from '../../input/index.ts';
import type { Engine } from '../engine.ts';
import type { CallTable } from './checked-calls.ts';

/** `{ label: ['a=b'] }` */
export const readFilters = readRecord(readList(readAnyText));

/** A tar, as a stream or as bytes. */
export const readArchive: Reader<object> = readThing(
  'a stream or bytes of a tar',
  (value) => value instanceof Uint8Array || Symbol.asyncIterator in value,
);

/** The last moment that a `Date` can hold. */
const LAST_SECOND = 8_640_000_000_000;

const readMoment: Reader<unknown> = (value, problems) =>
  typeof value === 'string' || (typeof value === 'number' && value >= 0 && value <= LAST_SECOND)
    ? value
    : problems.refuse(value, 'seconds since 1970');

/** Fractions are rounded up when they are sent; −1 waits without end. */
const GRACE = { ...CALL_OPTIONS, graceSeconds: readNumber(-1, 2 ** 31 - 1) };

/** What the options of the engine's calls may be. */
export const ENGINE_OPTIONS: CallTable<Engine> = {
  ping: [0, CALL_OPTIONS],
  version: [0, CALL_OPTIONS],
  createContainer: [1, { ...CALL_OPTIONS, name: readAnyText, platform: readAnyText }, { body: readObject }],
  startContainer: [1, CALL_OPTIONS],
  stopContainer: [1, GRACE],
  restartContainer: [1, GRACE],
  killContainer: [1, { ...CALL_OPTIONS, unixSignal: readAnyText }],
  pauseContainer: [1, CALL_OPTIONS],
  unpauseContainer: [1, CALL_OPTIONS],
  renameContainer: [2, CALL_OPTIONS, { id: asGiven, name: readText }],
  removeContainer: [1, { ...CALL_OPTIONS, force: readFlag, volumes: readFlag }],
  updateContainer: [2, CALL_OPTIONS, { id: asGiven, body: readObject }],
  inspectContainer: [1, CALL_OPTIONS],
  listContainers: [0, { ...CALL_OPTIONS, all: readFlag, filters: readFilters }],
  waitContainer: [1, { ...CALL_OPTIONS, condition: readWord(['not-running', 'next-exit', 'removed']) }],
  containerLogs: [
    1,
    {
      ...CALL_OPTIONS,
      follow: readFlag,
      tail: readInteger(0),
      since: readMoment,
      until: readMoment,
      timestamps: readFlag,
      tty: readFlag,
      stdout: readFlag,
      stderr: readFlag,
    },
  ],
  containerStats: [1, { ...CALL_OPTIONS, stream: readFlag }],
  attachContainer: [1, { ...CALL_OPTIONS, stdin: readFlag }],
  createExec: [2, CALL_OPTIONS, { id: asGiven, body: readObject }],
  startExec: [1, { ...CALL_OPTIONS, tty: readFlag, stdin: readFlag }],
  inspectExec: [1, CALL_OPTIONS],
  resizeExec: [2, CALL_OPTIONS, { execId: asGiven, size: readObject }],
  putArchive: [
    3,
    { ...CALL_OPTIONS, keepKinds: readFlag },
    { id: asGiven, path: readText, archive: readArchive },
  ],
  getArchive: [2, CALL_OPTIONS, { id: asGiven, path: readText }],
  watchEvents: [
    1,
    { ...CALL_OPTIONS, since: asGiven, until: asGiven, filters: readFilters },
    { onEvent: readFunction },
  ],
};
