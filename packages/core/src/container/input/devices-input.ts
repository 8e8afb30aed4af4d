import { type Problems, parsed, readFields, readSyntax, refused } from '../../input/index.ts';
import type { Device } from '../spec/container-spec.ts';
import { isDevicePermissions, parseDevice } from '../syntax/device.ts';

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

const readPath = readSyntax((text) => (text.startsWith('/') ? parsed(text) : refused('an absolute path')));

const readGiven = readFields<Device>({
  hostPath: readPath,
  containerPath: readPath,
  permissions: readSyntax((text) =>
    isDevicePermissions(text) ? parsed(text) : refused('some of r, w and m'),
  ),
});

/** One argument of `devices`. */
export function readDevice(value: unknown, problems: Problems): Device | undefined {
  if (typeof value === 'string') return readSyntax(parseDevice)(value, problems);
  const given = readGiven(value, problems);
  if (given === undefined) return undefined;
  const { hostPath, containerPath = hostPath, permissions = 'rwm' } = given;
  if (hostPath === undefined || containerPath === undefined) {
    return problems.at('hostPath').report('nothing', 'an absolute path');
  }
  return { hostPath, containerPath, permissions };
}
