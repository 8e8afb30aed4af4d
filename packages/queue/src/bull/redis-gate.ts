import type { Redis } from 'ioredis';
import type { KeyGate } from './bull-server.ts';

/** Each key's next turn, not before the time of the queue. Turns that the time has passed mean nothing any more. */
const TURNS = `
local time = tonumber(redis.call('GET', KEYS[2]) or '0')
local turns = {}
for i, key in ipairs(ARGV) do
  local turn = math.max(time, tonumber(redis.call('ZSCORE', KEYS[1], key) or '0'))
  redis.call('ZADD', KEYS[1], turn + 1, key)
  turns[i] = turn
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', '(' .. time)
return turns`;

const SERVED = `
if tonumber(redis.call('GET', KEYS[1]) or '0') < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], ARGV[1]) end
return 1`;

/** Who runs is a set with the time until which each counts; who waits is a list. */
const ENTER = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local until_ms = now + ARGV[3]
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZSCORE', KEYS[1], ARGV[1]) or redis.call('ZCARD', KEYS[1]) < tonumber(ARGV[2]) then
  redis.call('ZADD', KEYS[1], until_ms, ARGV[1])
  redis.call('PEXPIREAT', KEYS[1], until_ms)
  redis.call('ZREM', KEYS[2], ARGV[1])
  return 1
end
redis.call('ZADD', KEYS[2], 'NX', now, ARGV[1])
return 0`;

const LEAVE = `
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('ZREM', KEYS[2], ARGV[1])
local next = redis.call('ZPOPMIN', KEYS[2])
return next[1] or false`;

/** Reads the beginnings of reasons where they are: a job may be a megabyte. */
const FAILED_WITH = `
local count = 0
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], ARGV[1], ARGV[2])) do
  local reason = redis.call('HGET', ARGV[3] .. id, 'failedReason')
  if reason and string.sub(reason, 1, #ARGV[4]) == ARGV[4] then count = count + 1 end
end
return count`;
/** So many are looked at in one script, which keeps everybody else waiting. */
const AT_A_TIME = 1000;

/** Fairness and limits of keys in Redis: each is one script, so that nobody comes in between. */
export class RedisGate implements KeyGate {
  readonly #redis: Redis;
  readonly #prefix: string;

  constructor(redis: Redis, prefix: string) {
    this.#redis = redis;
    this.#prefix = prefix;
  }

  async turns(queue: string, keys: readonly string[]): Promise<readonly number[]> {
    const [turns, time] = [this.#key(queue, 'turns'), this.#key(queue, 'time')];
    return (await this.#redis.eval(TURNS, 2, turns, time, ...keys)) as number[];
  }

  async served(queue: string, turn: number): Promise<void> {
    await this.#redis.eval(SERVED, 1, this.#key(queue, 'time'), turn);
  }

  async enter(queue: string, key: string, job: string, limit: number, leaseMs: number): Promise<boolean> {
    const keys = [this.#key(queue, `runs:${key}`), this.#key(queue, `waits:${key}`)] as const;
    return (await this.#redis.eval(ENTER, 2, ...keys, job, limit, Math.ceil(leaseMs))) === 1;
  }

  async leave(queue: string, key: string, job: string): Promise<string | undefined> {
    const keys = [this.#key(queue, `runs:${key}`), this.#key(queue, `waits:${key}`)] as const;
    return ((await this.#redis.eval(LEAVE, 2, ...keys, job)) as string | null) ?? undefined;
  }

  async failedWith(queue: string, reason: string): Promise<number> {
    const jobs = `${this.#prefix}:${queue}:`;
    const failed = `${jobs}failed`;
    let count = 0;
    const size = await this.#redis.zcard(failed);
    for (let from = 0; from < size; from += AT_A_TIME) {
      const to = from + AT_A_TIME - 1;
      count += (await this.#redis.eval(FAILED_WITH, 1, failed, from, to, jobs, reason)) as number;
    }
    return count;
  }

  /** Beside BullMQ's own keys of the queue. */
  #key(queue: string, what: string): string {
    return `${this.#prefix}:{${queue}}:keys:${what}`;
  }
}
