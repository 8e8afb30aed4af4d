import type { BoardChange } from '../board/index.ts';

/** The version of everything in this folder. A field may be added without raising it; none changes its meaning. */
export const API_VERSION = 1;

/** First on every stream. */
export interface Hello {
  readonly v: typeof API_VERSION;
  /** Of this stream: what to watch is told by `PUT streams/{stream}`. */
  readonly stream: string;
  /** What the page is titled with. */
  readonly title: string;
  /** Whether stop, restart, cancel and the like are allowed. */
  readonly actions: boolean;
  /** Whether there are durable jobs to list. */
  readonly jobs: boolean;
}

/** What a container used at one moment. */
export interface StatsSample {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  /** 100 is one CPU in full use. */
  readonly cpuPercent: number;
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number;
  /** Sums since the start. */
  readonly networkReceivedBytes: number;
  readonly networkSentBytes: number;
  readonly blockReadBytes: number;
  readonly blockWrittenBytes: number;
  readonly pids: number;
}

/** One line that a container wrote. */
export interface LogEntry {
  readonly stream: 'stdout' | 'stderr';
  readonly line: string;
  /** RFC 3339 with nanoseconds, as the engine wrote it. */
  readonly time: string;
}

/** Lines of the container whose logs the stream watches. */
export interface LogBatch {
  readonly id: string;
  /** As in the wish that they answer. */
  readonly opening: number;
  readonly lines: readonly LogEntry[];
  /** So many lines before these came too fast to be shown; a download has them. */
  readonly skipped: number;
  /** Set when no more lines come: why. */
  readonly ended?: string;
}

/** The events of the stream, by name. */
export interface StreamMessages {
  readonly hello: Hello;
  /** Its event id is the state that it leads to: sent back as `Last-Event-ID`, the stream goes on from there. */
  readonly board: BoardChange;
  readonly stats: readonly StatsSample[];
  readonly logs: LogBatch;
  /** The server stops; the page asks again later. */
  readonly bye: { readonly reason: string };
}

/** What a stream tells beside the board: asked for again each time, so it is a state and no history. */
export interface Watch {
  /** Containers whose statistics are wanted, at most 100. */
  readonly stats: readonly string[];
  /** Milliseconds between two samples of a container, at least 1000. */
  readonly statsEveryMs: number;
  readonly logs?: {
    readonly id: string;
    /** Another number begins again; it comes back with the lines, so that late ones of before are told apart. */
    readonly opening: number;
    /** The last lines to begin with, at most 5000. */
    readonly tail: number;
    /** The `time` of the last line that is known: goes on behind it. */
    readonly since?: string;
  };
}
