import { type Problems, parsed, readFields, readList, readSyntax, refused } from '../../input/index.ts';
import {
  type CdiDevice,
  type Device,
  isCdiName,
  isDevicePermissions,
  parseDevice,
} from '../syntax/device.ts';
import { appended } from './combine.ts';
import type { Option } from './option.ts';

/** `'/dev/fuse'`, `'/dev/sda:/dev/xvda:r'`, a name of the Container Device Interface, or in words. */
export type DeviceInput =
  | `/${string}`
  /** `'nvidia.com/gpu=0'`, from API 1.44. */
  | `${string}/${string}=${string}`
  | {
      readonly hostPath: string;
      /** @default hostPath */
      readonly containerPath?: string | undefined;
      /** Some of `rwm`. @default 'rwm' */
      readonly permissions?: string | undefined;
    };

export const devices = {
  calls: { devices: { read: readList(readDevice), combine: appended } },
  body: (given) => {
    const named = given.flatMap((device) => ('cdi' in device ? [device.cdi] : []));
    return {
      HostConfig: {
        Devices: given.flatMap((device) => ('cdi' in device ? [] : [engineDevice(device)])),
        ...(named.length === 0 ? {} : { DeviceRequests: [{ Driver: 'cdi', DeviceIDs: named }] }),
      },
    };
  },
  hash: 'body',
} satisfies Option<readonly (Device | CdiDevice)[]>;

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

function readDevice(value: unknown, problems: Problems): Device | CdiDevice | undefined {
  if (typeof value === 'string') {
    return readSyntax<Device | CdiDevice>((text) =>
      isCdiName(text) ? parsed({ cdi: text }) : parseDevice(text),
    )(value, problems);
  }
  const given = readGiven(value, problems);
  if (given === undefined) return undefined;
  const { hostPath, containerPath = hostPath, permissions = 'rwm' } = given;
  return { hostPath, containerPath, permissions };
}

function engineDevice({ hostPath, containerPath, permissions }: Device) {
  return { PathOnHost: hostPath, PathInContainer: containerPath, CgroupPermissions: permissions };
}
