import { expect, test } from 'vitest';
import type { ContainerStatus } from '../../status/index.ts';
import type { OnConflict } from '../options/on-conflict.ts';
import type { Adoption } from '../slot/slot-owner.ts';
import { decideExisting, type Existing, type ExistingDecision } from './decide-existing.ts';

const table: [
  ours: boolean,
  status: ContainerStatus,
  adoption: Adoption,
  onConflict: OnConflict,
  action: ExistingDecision['action'],
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

test.each(table)(
  'a container that this slot made: %s, %s, %s to its owner, with onConflict %s: %s',
  (ours, status, adoption, onConflict, action) => {
    const verdict = { adoption, why: 'the owner says so' };
    expect(decideExisting({ ours, status, verdict }, onConflict).action).toBe(action);
  },
);

test.each<[Existing, OnConflict, string]>([
  [{ ours: false, status: 'exited', verdict: { adoption: 'adopt', why: 'same spec' } }, 'adopt', 'same spec'],
  [{ ours: false, status: 'exited', verdict: { adoption: 'replace', why: 'new spec' } }, 'adopt', 'new spec'],
  [{ ours: false, status: 'running', verdict: { adoption: 'foreign', why: 'theirs' } }, 'replace', 'theirs'],
  [
    { ours: false, status: 'running', verdict: { adoption: 'adopt', why: 'same spec' } },
    'error',
    "onConflict is 'error'",
  ],
  [
    { ours: false, status: 'running', verdict: { adoption: 'adopt', why: 'same spec' } },
    'replace',
    "onConflict is 'replace'",
  ],
])('the decision about %j with onConflict %s says that %s', (existing, onConflict, why) => {
  expect(decideExisting(existing, onConflict).why).toBe(why);
});
