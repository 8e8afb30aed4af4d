/** One device in the long form. */
export interface DeviceEntry {
  readonly source: string;
  readonly target: string;
  readonly permissions: string;
}

/** `source[:target[:permissions]]`; nothing for more parts. */
export function parseDevice(text: string): DeviceEntry | undefined {
  const [source = '', second, third, ...rest] = text.split(':');
  if (rest.length > 0) return undefined;
  return { source, target: second ?? source, permissions: third ?? 'rwm' };
}
