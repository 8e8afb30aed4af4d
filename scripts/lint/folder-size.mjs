const FEWEST = 3;

/**
 * The folders of packages with fewer than three files, those of tests not counted: their files belong one folder up.
 *
 * @param {readonly string[]} files
 * @returns {string[]}
 */
export function smallFolders(files) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const file of files) {
    if (!/^packages\/[^/]+\/src\/.+\//.test(file) || /\.(test|fixture)\.ts$/.test(file)) continue;
    const folder = file.slice(0, file.lastIndexOf('/'));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const isBranch = (/** @type {string} */ folder) =>
    files.some((file) => file.startsWith(`${folder}/`) && file.slice(folder.length + 1).includes('/'));
  return [...counts]
    .filter(([folder, count]) => count < FEWEST && !isBranch(folder))
    .map(([folder]) => folder)
    .sort();
}
