import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { printGroupEvent, printPlan } from '../group/index.ts';
import { printSweep } from '../ownership/index.ts';
import { describeError } from './describe-error.ts';
import { DocktopusError } from './docktopus-error.ts';
import { onOneLine, plainText } from './plain-text.ts';
import { warn } from './warn.ts';

/** Clears the screen, sets the title, moves the cursor by a C1 control, turns the direction of writing, and rings. */
const HOSTILE = 'a\u001b[2J\u001b]0;owned\u0007b\u009b31mc\u202egnp.exe\u2066\u0007\rd';
const DRIVES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not come.
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

const printed: readonly [what: string, text: () => string][] = [
  ['a text', () => plainText(HOSTILE)],
  ['a text on one line', () => onOneLine(`${HOSTILE}\nremove volume data`)],
  [
    "an error's reason, subject, output and hint",
    () =>
      new DocktopusError('engine.failed', {
        operation: 'x',
        subject: HOSTILE,
        reason: HOSTILE,
        lastLines: [HOSTILE],
        hint: HOSTILE,
      }).message,
  ],
  ['an error of an author', () => describeError(new Error(HOSTILE))],
  ['an error of an author with its stack', () => describeError(new Error(HOSTILE), { stacks: true })],
  ['a cause', () => describeError(new AggregateError([new TypeError(HOSTILE)], 'two failed'))],
  [
    'a sweep of things that others have named',
    () =>
      printSweep([
        {
          kind: 'volume',
          id: 'x',
          name: HOSTILE,
          action: 'keep',
          why: 'it outlives its session',
          ownership: { lifetime: 'persistent', blueprint: HOSTILE } as never,
        },
      ]),
  ],
  [
    'a plan with what a label says',
    () =>
      printPlan([
        {
          id: 'replace db',
          op: 'replace',
          resource: { kind: 'container', name: 'db' },
          cause: `its spec has changed: cmd ${HOSTILE} → none`,
          after: [],
        },
      ]),
  ],
  [
    'a replacement with what a label says',
    () =>
      printGroupEvent({
        kind: 'replaced',
        name: 'db',
        id: 'x',
        why: 'its spec has changed',
        changes: [{ path: 'cmd', from: HOSTILE, to: undefined, hidden: false }],
      }),
  ],
];

test.each(printed)('%s drives no terminal when it is printed', (_, text) => {
  expect(text()).not.toMatch(DRIVES);
  expect(text()).toContain('gnp.exe');
});

test('an error that nobody catches drives no terminal with its causes', () => {
  const parse = new SyntaxError(HOSTILE);
  const cause = new AggregateError([parse], HOSTILE, { cause: new Error(HOSTILE) });
  const error = new DocktopusError('engine.failed', { operation: 'x', reason: 'y', cause });
  // As Node does it.
  const printed = inspect(error, { customInspect: false, depth: 5 });
  expect(printed).not.toMatch(DRIVES);
  expect(printed.match(/gnp\.exe/g)).toHaveLength(3);
  expect(parse.message).toBe(HOSTILE);
});

test('a name with a line break in it does not look like a line of ours', () => {
  expect(onOneLine('data\nremove volume db\u2028x')).toBe('data remove volume db x');
});

test('a warning with a text of an engine drives no terminal', async () => {
  const told = new Promise<Error>((resolve) => process.once('warning', resolve));
  warn(HOSTILE, 'DOCKTOPUS_ENGINE_WARNS', HOSTILE);
  const warning = (await told) as Error & { readonly detail?: string };
  expect(warning.message).not.toMatch(DRIVES);
  expect(warning.detail).not.toMatch(DRIVES);
});
