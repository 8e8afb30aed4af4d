export { BlueprintClient } from './blueprint-client.ts';
export { chooseBlueprint, findBlueprint } from './choose-blueprint.ts';
export { connectBlueprint } from './connect-blueprint.ts';
