import type { ContainerInspect } from '../../engine/index.ts';

/** Carries the id of the one create call, so that its container is known even when its answer was lost. */
const CREATION = 'dev.docktopus.creation';

export function creationLabel(creation: string): Readonly<Record<string, string>> {
  return { [CREATION]: creation };
}

export function isFromCreation(inspect: ContainerInspect, creation: string): boolean {
  return inspect.Config.Labels?.[CREATION] === creation;
}
