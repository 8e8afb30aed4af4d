import { type Problems, parsed, readFields, readList, readSyntax, refused } from '../../input/index.ts';
import { type Device, isDevicePermissions, parseDevice } from '../syntax/device.ts';
import { appended } from './combine.ts';
import type { Option } from './option.ts';

/** `'/dev/fuse'`, `'/dev/sda:/dev/xvda:r'`, or in words. */
export type DeviceInput =
  | `/${string}`
  | {
      readonly hostPath: string;
      /** @default hostPath */
      readonly containerPath?: string | undefined;
      /** Some of `rwm`. @default 'rwm' */
      readonly permissions?: string | undefined;
    };

export const devices = {
  calls: { devices: { read: readList(readDevice), combine: appended } },
  body: (given) => ({
    HostConfig: {
      Devices: given.map(({ hostPath, containerPath, permissions }) => ({
        PathOnHost: hostPath,
        PathInContainer: containerPath,
        CgroupPermissions: permissions,
      })),
    },
  }),
  hash: 'body',
} satisfies Option<readonly Device[]>;

const PATH = 'an absolute path';
const readPath = readSyntax((text) => (text.startsWith('/') ? parsed(text) : refused(PATH)));

const readGiven = readFields<Device, 'hostPath'>(
  {
    hostPath: readPath,
    containerPath: readPath,
    permissions: readSyntax((text) =>
      isDevicePermissions(text) ? parsed(text) : refused('some of r, w and m'),
    ),
  },
  { hostPath: PATH },
);

function readDevice(value: unknown, problems: Problems): Device | undefined {
  if (typeof value === 'string') return readSyntax(parseDevice)(value, problems);
  const given = readGiven(value, problems);
  if (given === undefined) return undefined;
  const { hostPath, containerPath = hostPath, permissions = 'rwm' } = given;
  return { hostPath, containerPath, permissions };
}
