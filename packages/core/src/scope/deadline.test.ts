import { describe, expect, it, vi } from 'vitest';
import { DocktopusError } from '../errors/index.ts';
import { useHeldUpClock } from './held-up-clock.fixture.ts';
import { abortable, anySignal, delay, NEVER, startDeadline, startEndableDeadline } from './index.ts';

const failure = (reason: string) => new DocktopusError('engine.closed', { operation: 'x', reason });

const clock = useHeldUpClock();

describe('startDeadline', () => {
  it('a deadline aborts with a timeout that names operation, subject and time', () => {
    using deadline = startDeadline({ timeoutMs: 50 }, 1000, 'container.wait', 'redis');
    vi.advanceTimersByTime(20);
    expect([deadline.signal.aborted, deadline.remainingMs()]).toEqual([false, 30]);
    vi.advanceTimersByTime(30);
    expect(deadline.signal.reason).toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('container.wait redis: no answer within 50 ms'),
    });
  });

  it.each([
    [undefined, 1000],
    [0, Number.POSITIVE_INFINITY],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [7, 7],
  ])('a deadline takes timeoutMs %s as %s', (timeoutMs, left) => {
    using deadline = startDeadline({ timeoutMs }, 1000, 'x');
    expect(deadline.remainingMs()).toBe(left);
    expect(vi.getTimerCount()).toBe(left === Number.POSITIVE_INFINITY ? 0 : 1);
  });

  it('a part of a call that is late names the time that the whole call was given', () => {
    using deadline = startDeadline({ timeoutMs: 100 }, 1000, 'container.start', 'redis');
    vi.advanceTimersByTime(33);
    using part = startDeadline({ ...deadline.rest() }, 1000, 'engine.inspectContainer');
    using partOfPart = startDeadline({ ...part.rest(50) }, 1000, 'engine.ping');
    expect([part.remainingMs(), partOfPart.remainingMs()]).toEqual([67, 50]);
    vi.advanceTimersByTime(67);
    expect(part.signal.reason).toMatchObject({
      message: expect.stringContaining('no answer within 100 ms'),
      details: { timeoutMs: 100 },
    });
    expect(partOfPart.signal.reason.message).toContain('no answer within 100 ms');
    using nothingLeft = startDeadline({ ...deadline.rest() }, 1000, 'x');
    expect(nothingLeft.remainingMs()).toBe(1);
  });

  it('a part of a call without a deadline has none either', () => {
    using deadline = startDeadline({ timeoutMs: 0 }, 1000, 'x');
    using part = startDeadline({ ...deadline.rest() }, 1000, 'y');
    expect(part.remainingMs()).toBe(Number.POSITIVE_INFINITY);
  });

  it("a deadline passes on the caller's abort, and refuses to begin after it", () => {
    const controller = new AbortController();
    using deadline = startDeadline({ signal: controller.signal }, 1000, 'x');
    controller.abort('enough');
    expect(deadline.signal.reason).toMatchObject({ code: 'aborted', cause: 'enough' });
    expect(() => startDeadline({ signal: controller.signal }, 1000, 'x')).toThrow('the caller aborted');
  });

  it.each([Number.NaN, -1, 1e300, '30s', null])(
    'refuses the timeoutMs %s before anything begins',
    (timeoutMs) => {
      expect(() =>
        startDeadline({ timeoutMs: timeoutMs as number }, 1000, 'container.stop', 'redis'),
      ).toThrow(
        /^container\.stop redis: 1 problem\n {2}timeoutMs: got .*, expected milliseconds from 1 to 2147483647/,
      );
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  it('a timeout names whole milliseconds', () => {
    using deadline = startDeadline({ timeoutMs: 1197.9007 }, 1000, 'x');
    vi.advanceTimersByTime(1198);
    expect(deadline.signal.reason).toMatchObject({ reason: 'no answer within 1198 ms' });
  });

  it('a deadline whose process was held up gives what has come meanwhile a second to be read, once', () => {
    using deadline = startDeadline({ timeoutMs: 1000 }, 0, 'x');
    clock.holdUp(30_000);
    vi.advanceTimersByTime(1000);
    expect([deadline.signal.aborted, deadline.remainingMs()]).toEqual([false, 1000]);
    clock.holdUp(30_000);
    vi.advanceTimersByTime(1000);
    expect(deadline.signal.reason).toMatchObject({ reason: 'no answer within 1000 ms' });
    expect([deadline.remainingMs(), vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('a call whose process was held up has time for its next part, also before its timer has fired', () => {
    using deadline = startDeadline({ timeoutMs: 1000 }, 0, 'x');
    clock.holdUp(1400);
    using part = startDeadline({ ...deadline.rest() }, 0, 'y');
    expect(part.remainingMs()).toBe(400);
    vi.advanceTimersByTime(400);
    expect(deadline.signal.aborted).toBe(true);
  });

  it('a timer that is late by a few milliseconds, as timers are, ends its call', () => {
    using deadline = startDeadline({ timeoutMs: 1000 }, 0, 'x');
    clock.holdUp(15);
    vi.advanceTimersByTime(1000);
    expect(deadline.signal.aborted).toBe(true);
  });

  it('a disposed deadline leaves no timer', () => {
    startDeadline({}, 1000, 'x')[Symbol.dispose]();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('startEndableDeadline', () => {
  it('ends for the first reason only, and tells listeners, races and its signal', async () => {
    const deadline = startEndableDeadline({}, 1000, 'x');
    const heard: string[] = [];
    deadline.onEnd(() => heard.push('listener'));
    deadline.onEnd(() => heard.push('released'))();
    const raced = deadline.race(new Promise(() => undefined));
    const [first, second] = [failure('first'), failure('second')];
    deadline.end(first);
    deadline.end(second);
    await expect(raced).rejects.toBe(first);
    await expect(deadline.race(Promise.resolve(1))).rejects.toBe(first);
    // A signal that is asked for afterwards has aborted already.
    expect([heard, deadline.reason, deadline.signal.aborted, deadline.signal.reason]).toEqual([
      ['listener'],
      first,
      true,
      first,
    ]);
  });

  it('passes its end on to calls within it, whose own end it does not hear', () => {
    const outer = startEndableDeadline({}, 1000, 'outer');
    const inner = startEndableDeadline({ signal: outer.signal }, 1000, 'inner');
    const other = startEndableDeadline({ signal: outer.signal }, 1000, 'other');
    inner.end(failure('inner'));
    expect(outer.reason).toBeUndefined();
    const reason = failure('outer');
    outer.end(reason);
    expect([other.reason, inner.reason?.reason]).toEqual([reason, 'inner']);
    for (const deadline of [outer, inner, other]) deadline[Symbol.dispose]();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('NEVER', () => {
  it('is the signal of a call that nothing ends, and is left out of other signals', () => {
    expect(startDeadline({}, Number.POSITIVE_INFINITY, 'x').signal).toBe(NEVER);
    expect(startDeadline({ signal: NEVER, timeoutMs: 0 }, 1, 'x').signal).toBe(NEVER);
    const { signal } = new AbortController();
    expect(anySignal(NEVER, undefined, signal)).toBe(signal);
    expect(anySignal(NEVER, undefined)).toBe(NEVER);
  });
});

describe('abortable', () => {
  it("abortable() settles with the promise, or with the signal's reason if that comes first", async () => {
    const controller = new AbortController();
    await expect(abortable(Promise.resolve(1), controller.signal)).resolves.toBe(1);
    const never = abortable(new Promise(() => undefined), controller.signal);
    controller.abort(new Error('enough'));
    await expect(never).rejects.toThrow('enough');
    await expect(abortable(Promise.reject(new Error('late')), controller.signal)).rejects.toThrow('enough');
  });
});

describe('delay', () => {
  it('delay() waits, and stops waiting when aborted, and leaves no timer', async () => {
    const waited = delay(10);
    vi.advanceTimersByTime(10);
    await waited;
    const controller = new AbortController();
    const stopped = delay(10, controller.signal);
    controller.abort(new Error('enough'));
    await expect(stopped).rejects.toThrow('enough');
    await expect(delay(10, controller.signal)).rejects.toThrow('enough');
    expect(vi.getTimerCount()).toBe(0);
  });
});
