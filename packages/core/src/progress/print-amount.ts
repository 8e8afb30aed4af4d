const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `12.3 MB`, in powers of 1000 as the Docker CLI prints them. */
export function printBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1000 ** power;
  return `${power === 0 ? amount : amount.toFixed(1)} ${UNITS[power]}`;
}

/** `2.5 s` */
export function printSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
