import { DocktopusError } from '../../../errors/index.ts';
import type { CallOptions } from '../../../scope/index.ts';
import type { EngineCalls } from '../../calls/engine-calls.ts';
import type { ImageInspect } from '../images.ts';
import type { BuildImageOptions } from './build-options.ts';

/** Builds the folder and returns the image. */
export async function buildImage(
  _calls: EngineCalls,
  _inspect: (reference: string, options?: CallOptions) => Promise<ImageInspect>,
  folder: string,
  _options: BuildImageOptions = {},
): Promise<ImageInspect> {
  throw new DocktopusError('engine.unsupported', {
    operation: 'images.build',
    subject: folder,
    reason: 'building is not there yet',
  });
}
