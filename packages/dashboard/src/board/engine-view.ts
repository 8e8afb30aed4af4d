/** The engine that the containers run on. */
export interface EngineView {
  /** As in `DOCKER_HOST`, without credentials. */
  readonly endpoint: string;
  readonly name: string;
  readonly version: string;
  readonly apiVersion: string;
  /** False while the engine does not answer: everything else is what was last known. */
  readonly connected: boolean;
}
