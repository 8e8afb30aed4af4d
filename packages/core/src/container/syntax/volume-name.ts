export const VOLUME_NAME_ACCEPTED =
  'a volume name of at least two characters is: letters, digits, dot, underscore, hyphen, the first a letter or digit';

export function isVolumeName(text: string): boolean {
  return /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(text);
}
