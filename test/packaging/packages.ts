import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface ShippedPackage {
  readonly name: string;
  readonly folder: string;
  /** What its exports map offers to import: `@docktopus/core/kit`. */
  readonly entryPoints: readonly string[];
}

/** The packages that ship. */
export const PACKAGES: readonly ShippedPackage[] = readdirSync('packages')
  .map((folder) => `packages/${folder}`)
  .filter((folder) => existsSync(`${folder}/package.json`))
  .flatMap((folder) => {
    const { name, private: isPrivate, exports } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const paths = Object.keys(exports).filter((path) => path !== './package.json');
    const entryPoints = paths.map((path) => path.replace(/^\./, name));
    return isPrivate ? [] : [{ name, folder, entryPoints }];
  });
