import { expect, test } from 'vitest';
import type { Adoption } from '../slot/slot-owner.ts';
import type { OnConflict } from '../spec/container-spec.ts';
import { decideExisting, type ExistingDecision } from './decide-existing.ts';

const table: [
  ours: boolean,
  status: string,
  adoption: Adoption,
  onConflict: OnConflict,
  decision: ExistingDecision,
][] = [
  [true, 'created', 'foreign', 'error', 'take'],
  [true, 'running', 'adopt', 'replace', 'take'],
  [true, 'dead', 'adopt', 'error', 'replace'],
  [true, 'removing', 'adopt', 'error', 'retry'],
  [false, 'running', 'adopt', 'adopt', 'adopt'],
  [false, 'exited', 'adopt', 'adopt', 'adopt'],
  [false, 'running', 'replace', 'adopt', 'replace'],
  [false, 'running', 'foreign', 'adopt', 'refuse'],
  [false, 'dead', 'adopt', 'adopt', 'replace'],
  [false, 'dead', 'foreign', 'adopt', 'refuse'],
  [false, 'removing', 'adopt', 'adopt', 'retry'],
  [false, 'removing', 'foreign', 'error', 'retry'],
  [false, 'running', 'adopt', 'replace', 'replace'],
  [false, 'running', 'replace', 'replace', 'replace'],
  [false, 'running', 'foreign', 'replace', 'refuse'],
  [false, 'running', 'adopt', 'error', 'refuse'],
  [false, 'dead', 'replace', 'error', 'refuse'],
];

test.each(table)('ours %s, %s, %s; onConflict %s: %s', (ours, status, adoption, onConflict, decision) => {
  expect(decideExisting({ ours, status, adoption }, onConflict)).toBe(decision);
});

test('a name that is free again is tried again', () => {
  expect(decideExisting(undefined, 'error')).toBe('retry');
});
