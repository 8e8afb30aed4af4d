/**
 * Whether a build of SQLite may damage a file in WAL mode that two connections write: 3.7.0 to 3.51.2, but for 3.50.7
 * and 3.44.6, into which the repair was carried back. Such a build is safe for one connection alone.
 *
 * @param version `sqlite_version()`
 */
export function hasWalResetBug(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major !== 3) return major < 3;
  if (minor === 50) return patch < 7;
  if (minor === 44) return patch < 6;
  return minor < 51 || (minor === 51 && patch < 3);
}
