export { BlueprintClient } from './blueprint-client.ts';
export { findBlueprint } from './choose-blueprint.ts';
export { connectBlueprint } from './connect-blueprint.ts';
