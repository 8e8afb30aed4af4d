/** One entry of `GET /containers/json`. */
export interface ContainerListEntry {
  readonly Id: string;
  /** With a leading slash each, as the engine writes them. */
  readonly Names: readonly string[];
  readonly Image: string;
  readonly ImageID: string;
  readonly Created: number;
  readonly State: string;
  readonly Status: string;
  readonly Labels: Readonly<Record<string, string>>;
}
