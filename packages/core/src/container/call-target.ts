import type { Docker } from '../engine/index.ts';

/** The engine container that a call is about. */
export interface CallTarget {
  readonly docker: Docker;
  readonly id: string;
  /** Names it in errors. */
  readonly subject: string;
}
