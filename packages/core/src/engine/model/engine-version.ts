/** Who answers at the other end. */
export interface EngineVersion {
  readonly engine: 'docker' | 'podman' | 'fake';
  /** The engine's own version: `'20.10.24'`. */
  readonly version: string;
  /** The API version that both sides speak: `'1.41'`. */
  readonly apiVersion: string;
  /** `'linux'`, `'windows'`. */
  readonly os: string;
}
