import type { CallOptions } from '../../scope/index.ts';
import type { Engine } from '../engine.ts';
import type { Vantage } from './vantage.ts';

/** A client that knows where it stands. */
export interface PlacedClient {
  readonly engine: Pick<Engine, 'inspectContainer'>;
  vantage(options?: CallOptions): Promise<Vantage>;
}
