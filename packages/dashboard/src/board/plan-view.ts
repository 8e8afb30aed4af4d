/** One step of a start: what is done to which thing, why, and after which other steps. */
export interface PlanStepView {
  readonly id: string;
  /** `create`, `adopt`, `replace`, `start`, `wait`, … */
  readonly op: string;
  /** `container db`, `network cache-net`. */
  readonly resource: string;
  /** Why this and not something else; a replacement names what differs. */
  readonly cause: string;
  /** Ids of the steps that come before. */
  readonly after: readonly string[];
  readonly state?: 'waiting' | 'running' | 'done' | 'failed';
}

/** What the last start of a blueprint did, or would do. */
export interface PlanView {
  readonly blueprint: string;
  /** ISO 8601. */
  readonly at?: string;
  readonly dryRun: boolean;
  readonly steps: readonly PlanStepView[];
}
