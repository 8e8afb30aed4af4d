import { fileURLToPath } from 'node:url';
import { BlueprintProcess } from '../blueprint-process.ts';
import { busyboxImage, engineEndpoint } from '../engine.ts';

const PROGRAM = fileURLToPath(new URL('./exec-blueprint.ts', import.meta.url));

export interface ExecProcessOptions {
  readonly name: string;
  readonly label: string;
  readonly graceMs: number;
  readonly calls: number;
  readonly script: string;
  /** @default busybox */
  readonly image?: string;
  /** Why the producer fails once it has handed in its calls. @default it does not */
  readonly producerFails?: string;
}

/** The blueprint of exec-blueprint.ts in a separate process. */
export class ExecProcess extends BlueprintProcess {
  constructor(options: ExecProcessOptions) {
    const settings = { image: busyboxImage(), endpoint: engineEndpoint(), ...options };
    super(PROGRAM, [JSON.stringify(settings)]);
  }
}
