import type { ContainerInspect } from '../../engine/index.ts';
import { containerLabels } from '../../labels/index.ts';

export function creationLabel(creation: string): Readonly<Record<string, string>> {
  return { [containerLabels.creation]: creation };
}

export function isFromCreation(inspect: ContainerInspect, creation: string): boolean {
  return inspect.Config.Labels?.[containerLabels.creation] === creation;
}
