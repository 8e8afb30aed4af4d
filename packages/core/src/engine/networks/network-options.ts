import {
  asGiven,
  CALL_OPTIONS,
  type OptionReaders,
  readAnyText,
  readFlag,
  readList,
  readRecord,
  readText,
} from '../../input/index.ts';
import type { CallTable } from '../calls/checked-calls.ts';
import { readFilters } from '../calls/engine-options.ts';
import type { NetworkOptions, Networks } from './networks.ts';

/** What the options of a network may be. */
export const NETWORK: OptionReaders<NetworkOptions> = {
  ...CALL_OPTIONS,
  driver: readText,
  driverOptions: readRecord(readAnyText),
  labels: readRecord(readAnyText),
  internal: readFlag,
  attachable: readFlag,
  ipv6: readFlag,
  ipv4: readFlag,
  subnets: asGiven,
  addressDriver: asGiven,
};

/** What the options of the calls about networks may be. */
export const NETWORK_OPTIONS: CallTable<Networks> = {
  ensure: [1, NETWORK],
  create: [1, NETWORK],
  inspect: [1, CALL_OPTIONS],
  connect: [2, { ...CALL_OPTIONS, aliases: readList(readText), settings: asGiven }],
  disconnect: [2, { ...CALL_OPTIONS, force: readFlag }],
  remove: [1, CALL_OPTIONS],
  list: [0, { ...CALL_OPTIONS, filters: readFilters }],
};
