/** One event of the engine. Attributes carry labels, and some actions carry command lines: never log them raw. */
export interface EngineEvent {
  /** `'container'`, `'image'`, `'network'`, `'volume'`, … */
  readonly type: string;
  /** `'die'`, `'health_status: healthy'`, …; taken from `Action`, which newer engines alone send. */
  readonly action: string;
  /** The id of what it is about. */
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Nanoseconds since the epoch, as text because a number cannot hold them. */
  readonly timeNano: string;
}
