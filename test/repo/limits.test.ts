import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const page = readFileSync('docs/limits.md', 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| what |'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, what = '', most = '']) => [what, most] as const);

/** Where the code says what a row of the page says: a file below `packages`, and the name in front of the value. */
const places: Readonly<Record<string, readonly [file: string, name: string]>> = {
  'an answer': ['core/src/engine/transport/read-all.ts', 'MOST_BYTES'],
  'the first answers of an endpoint, until it is known to be an engine': [
    'core/src/engine/version/identify-engine.ts',
    'MOST_BYTES',
  ],
  'a refusal': ['core/src/engine/transport/read-all.ts', 'MOST_REFUSAL_BYTES'],
  'a refusal in an error': ['core/src/engine/transport/engine-http-error.ts', 'LONGEST_REASON'],
  'a line of events, pulls or builds': ['core/src/engine/streams/read-lines.ts', 'maxBytes'],
  'a frame of output': ['core/src/engine/streams/demux.ts', 'DEFAULT_MAX_FRAME_BYTES'],
  'output that is read ahead': ['core/src/engine/calls/open-stream.ts', 'READABLE_BYTES'],
  'the latest events that a client remembers': ['core/src/status/hub/recent-events.ts', 'KEPT'],
  'an attribute of a remembered event, such as a label': [
    'core/src/status/hub/recent-events.ts',
    'LONGEST_ATTRIBUTE',
  ],
  'attributes of a remembered event, labels included': [
    'core/src/status/hub/recent-events.ts',
    'MOST_ATTRIBUTES',
  ],
  'lines of one moment that a log tells apart after an interruption': [
    'core/src/container/logs/log-cursor.ts',
    'MOST_AT_ONCE',
  ],
  'layers in the progress of a pull': ['core/src/engine/images/progress/next-progress.ts', 'MOST_LAYERS'],
  'steps of a build that are told apart': ['core/src/engine/images/build/build-log.ts', 'MOST_STEPS'],
  'lines of a build step in an error': ['core/src/engine/images/build/build-log.ts', 'LINES_KEPT'],
  'each of those lines (build)': ['core/src/engine/images/build/build-log.ts', 'LONGEST_KEPT'],
  'a line of a build that does not end': ['core/src/engine/images/build/build-log.ts', 'LONGEST_PARTIAL'],
  'what a credential helper writes': ['core/src/engine/images/auth/credential-helper.ts', 'MOST_BYTES'],
  'a body that a policy judges': ['core/src/engine/policy/judge-request.ts', 'MOST_BODY_BYTES'],
  'a line of a log, of `attach()` and of `execStream()`': [
    'core/src/container/logs/read-lines.ts',
    'MAX_LINE_BYTES',
  ],
  'each of the two outputs of `exec()`': ['core/src/container/exec/collect-output.ts', 'MAX_OUTPUT_BYTES'],
  'each of the two outputs of `run()`': ['core/src/container/run/collect-run.ts', 'MAX_OUTPUT_BYTES'],
  'each of the two outputs of `docktopus exec --json`': ['cli/src/commands/exec.ts', 'MOST_BYTES'],
  'the log of a command of `spawn()`': ['core/src/family/background/spawn-command.ts', 'maxOutputBytes'],
  'last lines of a container that has failed': ['core/src/container/failure/gather-failure.ts', 'LAST_LINES'],
  'each of those lines (failure)': ['core/src/container/failure/gather-failure.ts', 'LONGEST_LINE_BYTES'],
  'last lines in the message of an error': ['core/src/errors/error-message.ts', 'LINES_SHOWN'],
  'each line of a message': ['core/src/errors/error-message.ts', 'LONGEST_LINE'],
  'a file of `readFile()`': ['core/src/container/files/read-file.ts', 'MAX_FILE_BYTES'],
  'what `copyFrom()` writes': ['core/src/container/files/archive-limits.ts', 'MAX_BYTES'],
  'entries of an archive': ['core/src/container/files/archive-limits.ts', 'MAX_ENTRIES'],
  'a path in an archive': ['core/src/container/files/archive-guard.ts', 'MAX_PATH_BYTES'],
  'the answer to a readiness probe over HTTP': [
    'core/src/container/ready/probes/probe-http.ts',
    'BODY_BYTES',
  ],
  'the output of a readiness command': ['core/src/container/ready/probes/run-command.ts', 'KEPT_BYTES'],
  '`.env`, env files, secrets, `config.json`, Dockerfiles and other files of text': [
    'core/src/host/read-text-file.ts',
    'MOST_TEXT_BYTES',
  ],
  'a line of an env file for a container': ['core/src/text/parse-plain-env-file.ts', 'MAX_LINE_BYTES'],
  'a Compose file, and each that it names': ['compose/src/load/file-access.ts', 'MAX_BYTES'],
  'files that a Compose file includes': ['compose/src/load/layer-loader.ts', 'MAX_INCLUDES'],
  'depth of a Compose file': ['compose/src/yaml/parse-yaml.ts', 'MAX_DEPTH'],
  'a value after its variables are put in': ['core/src/text/interpolate.ts', 'MAX_LENGTH'],
  'containers of a service': ['compose/src/schema/deploy.ts', 'MOST_CONTAINERS'],
  'ports of a service': ['compose/src/schema/service-parts.ts', 'MOST_PORTS'],
  'different warnings that are given only once': [
    'core/src/container/strict/warn-once.ts',
    'MOST_REMEMBERED',
  ],
  'calls that run': ['runner/src/runner/runner-options.ts', 'maxInFlight'],
  'calls that wait for a place': ['runner/src/runner/runner-options.ts', 'maxWaiting'],
  'results that wait for a consumer': ['runner/src/consumers/consumer-queue.ts', 'options.buffer'],
  'results whose durable deliveries wait for the store': [
    'runner/src/runner/result-outlets.ts',
    'MOST_KEEPING',
  ],
  'calls of `fromObservable()` that wait': ['runner/src/producers/from-observable.ts', '{ buffer'],
  'calls of `cron()` and `interval()` that wait for an earlier one': [
    'runner/src/producers/scheduled-calls.ts',
    'MAX_QUEUED',
  ],
  'the body of a webhook': ['runner/src/webhook/webhook.ts', 'maxBodyBytes'],
  'lists and records inside of each other in a body': ['runner/src/job/json-depth.ts', 'MOST_LEVELS'],
  'replies kept for an `Idempotency-Key`': ['runner/src/webhook/idempotency-store.ts', 'entries'],
  'all of those replies': ['runner/src/webhook/idempotency-store.ts', 'bytes'],
  'each of those replies': ['runner/src/webhook/idempotency-store.ts', 'replyBytes'],
  'an idempotency key': ['runner/src/webhook/webhook-endpoint.ts', 'LONGEST_KEY'],
  'signatures that are remembered against replays': ['runner/src/webhook/replay-window.ts', 'capacity'],
  'requests that wait for a member of a family to wake': [
    'core/src/family/router/router-options.ts',
    'given.maxWaiting',
  ],
  'a key of a family': ['core/src/family/key/canonical-key.ts', 'LONGEST_BYTES'],
  'keys of a family without a container whose history is kept': [
    'core/src/family/store/facts-document.ts',
    'MOST_REMEMBERED',
  ],
  'the body of a job': ['runner/src/durable/queue-options.ts', 'payloadBytes:'],
  'its result': ['runner/src/durable/queue-options.ts', 'resultBytes:'],
  'its log': ['runner/src/durable/queue-options.ts', 'logBytes:'],
  'the result of a step': ['runner/src/durable/queue-options.ts', 'stepBytes:'],
  'its remembered steps': ['runner/src/durable/leased-memory.ts', 'MAX_STEPS'],
  'the message of its error': ['runner/src/durable/stored-error.ts', 'MAX_MESSAGE'],
  'jobs in one page of a list': ['runner/src/durable/queue-arguments.ts', 'MOST_LISTED'],
  connections: ['dashboard/src/server/serve-dashboard.ts', 'MAX_CONNECTIONS'],
  'pages with live updates': ['dashboard/src/server/live-streams.ts', 'MAX_STREAMS'],
  'containers whose statistics one page follows': ['dashboard/src/server/read-watch.ts', 'MAX_STATS'],
  'lines of a log that wait for a page': ['dashboard/src/stream/log-feed.ts', 'MAX_LINES'],
  'each of those lines (dashboard)': ['dashboard/src/stream/log-feed.ts', 'MAX_LINE'],
  'moments in the history of a container': [
    'dashboard/src/source/engine/container-history.ts',
    'MAX_MOMENTS',
  ],
  'failures that are listed': ['dashboard/src/source/engine/engine-tracker.ts', 'MAX_FAILURES'],
};

/** Rows with the same words are told apart by the row above them. */
function keyOf(what: string, position: number): string {
  if (what !== 'each of those lines') return what;
  const above = rows[position - 1]?.[0] ?? '';
  const about = above.includes('build') ? 'build' : above.includes('failed') ? 'failure' : 'dashboard';
  return `${what} (${about})`;
}

/** The number behind a name: `16 * 1024 * 1024`, `64 << 20`, `MIB / 4`. */
function valueIn(file: string, name: string): number {
  const text = readFileSync(`packages/${file}`, 'utf8');
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const found = new RegExp(
    `(?<![\\w.#])${escaped}(?::)?\\s*(?:=|\\?\\?)?\\s*([\\d_]+(?:\\s*(?:\\*{1,2}|<<|/)\\s*[\\d_]+)*|MIB(?: / \\d+)?)`,
  ).exec(text)?.[1];
  expect(found, `${name} in ${file}`).toBeDefined();
  const expression = (found ?? '').replaceAll('_', '').replace('MIB', '1048576');
  return Number(new Function(`return ${expression}`)());
}

/** The number that a row says: `16 MiB`, `4,096 bytes`, `100 for each key`. */
function numberIn(most: string): number {
  const [, digits = '', unit = ''] = /^([\d,]+)(?: (KiB|MiB|GiB))?/.exec(most) ?? [];
  const factor = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }[unit] ?? 1;
  return Number(digits.replaceAll(',', '')) * factor;
}

test('the page of limits has the numbers of the code, and each row is held to it', () => {
  const said = rows.map(([what, most], position) => [keyOf(what, position), numberIn(most)] as const);
  const meant = Object.entries(places).map(([what, [file, name]]) => [what, valueIn(file, name)] as const);
  expect(Object.fromEntries(said)).toEqual(Object.fromEntries(meant));
});
