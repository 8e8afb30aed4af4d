import type { Invocation } from '../invocation/invocation.ts';
import { BlueprintClient } from './blueprint-client.ts';
import { chooseBlueprint } from './choose-blueprint.ts';

/** A client of the blueprint that `-b` names, or of the only one that runs. @throws CommandFailure */
export async function connectBlueprint({
  options,
  signal,
}: Invocation<{ readonly blueprint?: string | undefined }>): Promise<BlueprintClient> {
  return new BlueprintClient(await chooseBlueprint(options.blueprint), signal);
}
