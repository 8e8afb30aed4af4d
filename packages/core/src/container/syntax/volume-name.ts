export const VOLUME_NAME =
  'a volume name: two or more letters, digits, dots, underscores or hyphens, the first a letter or digit';

export function isVolumeName(text: string): boolean {
  return /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(text);
}
