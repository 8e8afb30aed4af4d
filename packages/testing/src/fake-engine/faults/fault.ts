/** A fault that was put in; taking it out again lets what it holds go on. */
export interface Fault extends Disposable {
  /** How many requests it has touched. */
  readonly hits: number;
  undo(): void;
}

/** When and how often a fault of the fake engine strikes. */
export interface FaultOptions {
  /** How many requests it is for. @default all, until it is undone */
  readonly times?: number | undefined;
}
