import { type Parsed, parsed, refused } from '../../input/index.ts';

/** A device of the engine's host that a container may use. */
export interface Device {
  readonly hostPath: string;
  readonly containerPath: string;
  /** Some of `rwm`. */
  readonly permissions: string;
}

const EXPECTED = '/dev/host[:/dev/container][:permissions] with some of r, w and m, or vendor.com/class=name';

/** A device by the name that its vendor gave it, for the Container Device Interface. */
export interface CdiDevice {
  /** `'nvidia.com/gpu=0'` */
  readonly cdi: string;
}

/** Whether `text` names a device as the Container Device Interface does: `vendor.com/class=name`. */
export function isCdiName(text: string): boolean {
  return /^[A-Za-z](?:[\w.-]*[A-Za-z0-9])?\/[A-Za-z](?:[\w-]*[A-Za-z0-9])?=[A-Za-z0-9](?:[\w.:-]*[A-Za-z0-9])?$/.test(
    text,
  );
}

/** `host[:container][:permissions]`, as `docker run --device`; all of `rwm` unless it says otherwise. */
export function parseDevice(text: string): Parsed<Device> {
  const parts = text.split(':');
  const [hostPath = '', second, third] = parts;
  if (parts.length > 3 || !hostPath.startsWith('/')) return refused(EXPECTED);
  if (second === undefined) return parsed({ hostPath, containerPath: hostPath, permissions: 'rwm' });
  if (parts.length === 2 && isDevicePermissions(second)) {
    return parsed({ hostPath, containerPath: hostPath, permissions: second });
  }
  if (!second.startsWith('/') || (third !== undefined && !isDevicePermissions(third)))
    return refused(EXPECTED);
  return parsed({ hostPath, containerPath: second, permissions: third ?? 'rwm' });
}

/** Some of `r`, `w`, `m`, each at most once. */
export function isDevicePermissions(text: string): boolean {
  return /^[rwm]{1,3}$/.test(text) && new Set(text).size === text.length;
}

export function printDevice({ hostPath, containerPath, permissions }: Device): string {
  return `${hostPath}:${containerPath}:${permissions}`;
}
