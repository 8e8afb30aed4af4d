/** The engine container in a slot. */
export interface SlotContent {
  readonly id: string;
  /** `created` by this slot, `adopted` because it fits, `given` by its id. */
  readonly origin: 'created' | 'adopted' | 'given';
  /** The engine's warnings when this slot created the container. */
  readonly warnings?: readonly string[] | undefined;
  /** Its name since a `rename`. */
  readonly renamed?: string | undefined;
  /** When the run began that was last seen to be ready, in epoch milliseconds. */
  readonly readyRun?: number | undefined;
  /** Whether a call of this process has asked the present run to end. */
  readonly endExpected?: boolean | undefined;
}

/**
 * How far a slot has come.
 *
 * ```text
 * empty ──► creating ──► created ──► prepared ──► starting ──► up
 *              ▲ │                       ▲ ◄─ failed ─┘ ▲       │
 *              │ ▼                                      └───────┘ a later start
 *             lost           created, prepared, starting, up ──► ending ──► empty
 * ```
 *
 * - `lost`: the answer to the create call never came, so the engine may have the container.
 * - `created`: the container still lacks its further networks and its files.
 * - `up`: the container has got past a start. It may hold data now, so only an explicit removal deletes it.
 * - `ending`: a removal is under way, or its answer was lost.
 */
export type SlotStage = VacantStage | CreatingStage | OccupiedStage | BusyStage;

interface VacantStage {
  readonly at: 'empty' | 'lost';
  /** Marks the container of the next create call, and names it when the spec does not. */
  readonly creation: string;
}

interface CreatingStage {
  readonly at: 'creating';
  readonly creation: string;
  readonly before: VacantStage['at'];
}

interface OccupiedStage {
  readonly at: 'created' | 'prepared' | 'up';
  readonly content: SlotContent;
}

interface BusyStage {
  readonly at: 'starting' | 'ending';
  readonly content: SlotContent;
  readonly before: OccupiedStage['at'];
}

/** A fact about a slot. Facts about a container that has left the slot change nothing. */
export type SlotChange =
  | { readonly is: 'create-sent' | 'create-lost' | 'create-refused' }
  | { readonly is: 'filled'; readonly content: SlotContent }
  | { readonly is: 'prepared' | 'start-sent' | 'start-failed' | 'up'; readonly id: string }
  | { readonly is: 'remove-sent' | 'still-there'; readonly id: string }
  | { readonly is: 'seen-ready'; readonly id: string; readonly startedAt: number }
  | { readonly is: 'renamed'; readonly id: string; readonly name: string }
  | { readonly is: 'end-expected'; readonly id: string; readonly expected: boolean }
  /** `creation` marks the next container. */
  | { readonly is: 'gone'; readonly creation: string };

type StageName = SlotStage['at'];
type Next = StageName | 'back' | 'same';

/** Where each change leads; `back` is the stage before. A change that is not listed came too late and changes nothing. */
const NEXT: Readonly<Record<StageName, { readonly [Change in SlotChange['is']]?: Next }>> = {
  empty: { 'create-sent': 'creating', filled: 'created' },
  creating: { 'create-lost': 'lost', 'create-refused': 'back', filled: 'created' },
  lost: { 'create-sent': 'creating', filled: 'created', gone: 'empty' },
  created: {
    prepared: 'prepared',
    'remove-sent': 'ending',
    gone: 'empty',
    renamed: 'same',
    'end-expected': 'same',
  },
  prepared: {
    'start-sent': 'starting',
    up: 'up',
    'remove-sent': 'ending',
    gone: 'empty',
    renamed: 'same',
    'seen-ready': 'same',
    'end-expected': 'same',
  },
  starting: {
    'start-failed': 'back',
    up: 'up',
    'remove-sent': 'ending',
    gone: 'empty',
    renamed: 'same',
    'seen-ready': 'same',
    'end-expected': 'same',
  },
  up: {
    'start-sent': 'starting',
    'remove-sent': 'ending',
    gone: 'empty',
    renamed: 'same',
    'seen-ready': 'same',
    'end-expected': 'same',
  },
  ending: { up: 'ending', 'still-there': 'back', gone: 'empty', 'end-expected': 'same' },
};

/** The stage after `change`; the very same object when nothing changes. */
export function nextStage(stage: SlotStage, change: SlotChange): SlotStage {
  const next = NEXT[stage.at][change.is];
  if (next === undefined || isAboutAnother(stage, change)) return stage;
  if (change.is === 'filled') return { at: 'created', content: change.content };
  if (change.is === 'gone') return { at: 'empty', creation: change.creation };
  return 'creation' in stage ? nextVacant(stage, next) : nextOccupied(stage, change, next);
}

function isAboutAnother(stage: SlotStage, change: SlotChange): boolean {
  return 'id' in change && 'content' in stage && change.id !== stage.content.id;
}

function nextVacant(stage: VacantStage | CreatingStage, next: Next): SlotStage {
  const { creation } = stage;
  const before = stage.at === 'creating' ? stage.before : stage.at;
  if (next === 'creating') return { at: 'creating', creation, before };
  return { at: next === 'lost' ? 'lost' : before, creation };
}

function nextOccupied(stage: OccupiedStage | BusyStage, change: SlotChange, next: Next): SlotStage {
  const { content } = stage;
  if (change.is === 'seen-ready') return { ...stage, content: { ...content, readyRun: change.startedAt } };
  if (change.is === 'renamed') return { ...stage, content: { ...content, renamed: change.name } };
  if (change.is === 'end-expected') {
    if ((content.endExpected ?? false) === change.expected) return stage;
    return { ...stage, content: { ...content, endExpected: change.expected } };
  }
  const before = change.is === 'up' ? 'up' : certain(stage);
  if (next === 'starting') return { at: next, content: { ...content, endExpected: false }, before };
  if (next === 'ending') return { at: next, content, before };
  return { at: next === 'back' ? before : (next as OccupiedStage['at']), content };
}

/** How far the container has come for certain, whatever is under way. */
function certain(stage: OccupiedStage | BusyStage): OccupiedStage['at'] {
  return 'before' in stage ? stage.before : stage.at;
}

export function contentOf(stage: SlotStage): SlotContent | undefined {
  return 'content' in stage ? stage.content : undefined;
}

/** Whether this slot made the container and no start of it has succeeded yet: a failed call may remove it. */
export function isFresh(stage: SlotStage): boolean {
  return 'content' in stage && stage.content.origin === 'created' && certain(stage) !== 'up';
}
