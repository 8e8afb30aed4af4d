/**
 * Where the code did not keep these rules when they were made. Nothing is added here: a new circle or a new small folder
 * fails, and a line goes when its debt is paid.
 */

/** How many entries of a folder import each other in circles. @type {Readonly<Record<string, number>>} */
export const KNOWN_CIRCLES = {
  'packages/core/src/container': 2,
  'packages/core/src/container/lifecycle': 2,
  'packages/core/src/context': 11,
  'packages/core/src/engine': 10,
  'packages/core/src/engine/images': 2,
};

/** Folders with fewer than three files. @type {readonly string[]} */
export const KNOWN_SMALL_FOLDERS = [
  'packages/core/src/container/ports',
  'packages/core/src/engine/images/reference',
  'packages/core/src/engine/volumes',
];
