import {
  asGiven,
  CALL_OPTIONS,
  type OptionReaders,
  readAnyText,
  readFields,
  readFlag,
  readList,
  readRecord,
  readText,
} from '../../input/index.ts';
import type { CallTable } from '../calls/checked-calls.ts';
import { readFilters } from '../calls/engine-options.ts';
import type { NetworkOptions, NetworkSubnet, Networks } from './networks.ts';

type AddressDriver = NonNullable<NetworkOptions['addressDriver']>;

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
  subnets: readList(
    readFields<NetworkSubnet, 'subnet'>(
      { subnet: readText, gateway: readText, ipRange: readText, reserved: readRecord(readText) },
      { subnet: "addresses such as '172.30.0.0/16'" },
    ),
  ),
  addressDriver: readFields<AddressDriver, 'name'>(
    { name: readText, options: readRecord(readAnyText) },
    { name: 'the name of a plugin' },
  ),
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
