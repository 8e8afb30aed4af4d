import {
  asGiven,
  checkArguments,
  checkOptions,
  type OptionReaders,
  type Reader,
  readInteger,
  readList,
  readMilliseconds,
  readSchema,
  readWord,
} from '@docktopus/core/kit';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { checkedJobId, type JobId } from '../job/index.ts';
import type { RateLimit } from '../layers/index.ts';
import { TokenBucket } from '../layers/index.ts';
import type { Producer, ProducerHost } from '../producers/index.ts';
import { authenticator } from './authenticate.ts';
import { checkAuth } from './check-auth.ts';
import type { BodyFormat } from './form-body.ts';
import { IdempotencyStore } from './idempotency-store.ts';
import type { WebhookAuth } from './webhook-auth.ts';
import { WebhookEndpoint } from './webhook-endpoint.ts';

/** Options of `webhook()`. */
export interface WebhookOptions {
  /**
   * `'/flush'` or `'/repos/:repo/push'`: where it is on the runner's HTTP server, which binds to 127.0.0.1 unless told
   * otherwise. Parameters of the path are in the call's metadata.
   */
  readonly path: string;
  readonly jobId: JobId;
  /** Who may call. Has no default: `{ type: 'none' }` has to be written. */
  readonly auth: WebhookAuth;
  /**
   * `'accepted'` answers 202 with the call's id as soon as the call is accepted; `'result'` waits for the result:
   * 200 with it.
   * @default 'accepted'
   */
  readonly mode?: 'accepted' | 'result' | undefined;
  /** What the body has to be; checked before the call is accepted. @default what the job's handler says */
  readonly schema?: StandardSchemaV1 | undefined;
  /** How the body may be written: a form is its fields by name. @default ['json'] */
  readonly accept?: readonly BodyFormat[] | undefined;
  /** Headers that the call's metadata has, by these names: `['x-github-event']`. @default none */
  readonly metadataHeaders?: readonly string[] | undefined;
  /** The header that tells a repeated request: `'x-github-delivery'`. @default 'idempotency-key' */
  readonly idempotencyHeader?: string | undefined;
  /** @default 1 MiB */
  readonly maxBodyBytes?: number | undefined;
  /** Counts requests that were authenticated. @default no limit */
  readonly rateLimit?: RateLimit | undefined;
  /** How long a `'result'` request waits, in milliseconds; then it is answered as `'accepted'` would. @default 30_000 */
  readonly resultTimeoutMs?: number | undefined;
}

const readHeaderName: Reader<string> = (value, problems) =>
  typeof value === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(value)
    ? value
    : problems.refuse(value, 'the name of a header');

/** Parameters of it are checked by the server. */
const readPath: Reader<string> = (value, problems) =>
  typeof value === 'string' && value.startsWith('/')
    ? value
    : problems.refuse(value, "a path such as '/flush'");

const OPTIONS: OptionReaders<WebhookOptions> = {
  path: asGiven,
  jobId: asGiven,
  auth: asGiven,
  schema: (value, problems) => (value === undefined ? value : readSchema(value, problems)),
  rateLimit: asGiven,
  mode: readWord(['accepted', 'result']),
  accept: readList(readWord(['json', 'form'])),
  metadataHeaders: readList(readHeaderName),
  idempotencyHeader: readHeaderName,
  maxBodyBytes: readInteger(0),
  resultTimeoutMs: readMilliseconds(1),
};

/**
 * Calls a job for each POST of JSON, or of a form, to a path.
 *
 * | answer | when |
 * |---|---|
 * | 200 | `'result'`: the job's body, `null` when it returned nothing |
 * | 202 | the call was accepted, a durable one is on disk: its id, and with `.http({ calls })` its `Location` |
 * | 400, 413, 415, 422 | not JSON, too long, not declared as what is accepted, not what the schema says (with issues) |
 * | 401 | not authenticated |
 * | 409 | the signed request was seen before; the `Idempotency-Key` of a durable job was used with another body |
 * | 422 | the same for a job that is not durable |
 * | 429, 503 | too often; no room, or the runner is stopping: with `Retry-After` |
 * | 500 | `'result'`: the job failed; its error is in the log, not in the answer |
 *
 * A request with an `Idempotency-Key` that was accepted within the last day gets the same answer and runs nothing, as long
 * as there is room: 10,000 answers, 16 MiB of them, 256 KiB each. For a durable job that holds for as long as the job is kept, also after a restart.
 *
 * @throws DocktopusError `job.invalid` for an id that cannot be one; `runner.invalid` for numbers out of range.
 */
export function webhook(options: WebhookOptions): Producer {
  const name = typeof options?.path === 'string' ? `webhook ${options.path}` : 'webhook';
  checkOptions(options, OPTIONS, 'producer', name, 'runner.invalid');
  checkArguments({ path: options.path }, { path: readPath }, 'producer', name, 'runner.invalid');
  checkAuth(options.auth, name);
  const jobId = checkedJobId(options.jobId);
  const { accept = ['json'], metadataHeaders = [], idempotencyHeader = 'idempotency-key' } = options;
  const { path, mode = 'accepted', maxBodyBytes = 1024 * 1024, resultTimeoutMs = 30_000 } = options;
  const bucket = options.rateLimit && new TokenBucket(options.rateLimit, performance.now());
  let running: ProducerHost | undefined;
  return {
    name,
    jobIds: [jobId],
    prepare: (host) => {
      const endpoint = new WebhookEndpoint({
        path,
        jobId,
        mode,
        maxBodyBytes,
        resultTimeoutMs,
        authenticate: authenticator(options.auth, host.injector, name),
        isPublic: options.auth.type === 'none',
        schema: options.schema ?? host.bodySchema(jobId),
        bucket,
        accept,
        metadataHeaders,
        idempotencyHeader,
        replies: new IdempotencyStore(),
        host: () => running,
        durable: host.isDurable(jobId),
      });
      host.routes.on('POST', path, (request) => endpoint.answer(request), name);
    },
    run: async (host) => {
      running = host;
      try {
        await new Promise<void>((resolve) => {
          if (host.signal.aborted) resolve();
          host.signal.addEventListener('abort', () => resolve(), { once: true });
        });
      } finally {
        running = undefined;
      }
    },
  };
}
