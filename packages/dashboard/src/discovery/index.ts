export { announceBlueprint } from './announce-blueprint.ts';
export { discoveryFolders } from './discovery-folders.ts';
export { type FindBlueprintsOptions, findBlueprints } from './find-blueprints.ts';
export type { RunningBlueprint } from './running-blueprint.ts';
