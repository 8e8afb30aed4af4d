import { beforeEach, expect, test } from 'vitest';
import type { Statements } from './statements.ts';
import { WorkerBeats } from './worker-beats.ts';

const LEASE_MS = 30_000;
const OWN = new Set(['own']);
let rows: { worker: string; beat: number }[];
let beats: WorkerBeats;
/** The workers that are silent at that moment of this process's clock. */
const at = (now: number) => beats.silent(OWN, LEASE_MS, now);

beforeEach(() => {
  rows = [
    { worker: 'own', beat: 1 },
    { worker: 'other', beat: 1 },
  ];
  beats = new WorkerBeats({ all: () => rows } as Partial<Statements> as Statements);
});

test('a worker whose number does not change for the length of a lease is silent', () => {
  expect([0, 10_000, 20_000, 29_999, 30_000].map(at)).toEqual([[], [], [], [], ['other']]);
});

test('a worker that beats once within a lease is not', () => {
  expect([0, 10_000, 20_000].map(at)).toEqual([[], [], []]);
  rows = [{ worker: 'other', beat: 2 }];
  expect([30_000, 40_000, 50_000, 59_999, 60_000].map(at)).toEqual([[], [], [], [], ['other']]);
});

test('a worker has time for a beat after a pause of the whole machine', () => {
  expect([0, 10_000].map(at)).toEqual([[], []]);
  expect(at(3_600_000)).toEqual([]);
  rows = [{ worker: 'other', beat: 2 }];
  expect([3_601_000, 3_611_000, 3_621_000, 3_631_000].map(at)).toEqual([[], [], [], ['other']]);
});

test('a worker that does not beat after a pause either is silent', () => {
  expect([0, 10_000, 3_600_000, 3_605_000].map(at)).toEqual([[], [], [], ['other']]);
});
