/** A folder as a shell reads it. */
export function asArgument(folder: string): string {
  return /^[\p{L}\p{N}@%+=:,./_-]+$/u.test(folder) && !folder.startsWith('-')
    ? folder
    : `'${folder.replaceAll("'", "'\\''")}'`;
}
