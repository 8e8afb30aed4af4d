/**
 * The order of the rooms: each line may import what stands above it, and folders on one line do not see each other.
 * Every folder of a room that has an order here stands in it; files directly in the room are free.
 *
 * @type {Readonly<Record<string, readonly (readonly string[])[]>>}
 */
export const LAYERS = {
  'packages/core/src': [
    ['errors', 'json', 'labels', 'secrets'],
    ['input'],
    ['host'],
    ['scope', 'archive', 'text'],
    ['dockerfile'],
    ['engine', 'di'],
    ['status', 'progress'],
    ['container'],
    ['ownership', 'config', 'pool', 'group'],
    ['family'],
    ['context'],
    ['exports'],
  ],
  'packages/core/src/container': [
    ['syntax'],
    ['options'],
    ['logs', 'ports', 'stats', 'strict'],
    ['builder', 'exec', 'failure'],
    ['files'],
    ['ready'],
    ['slot'],
    ['lifecycle'],
    ['run'],
  ],
  'packages/core/src/family': [
    ['key', 'time', 'settings'],
    ['cause', 'holds', 'store'],
    ['capacity', 'rules'],
    ['member'],
    ['box'],
    ['definition', 'router'],
    ['owner'],
    ['life'],
  ],
  'packages/runner/src': [
    ['job', 'log'],
    ['layers', 'http'],
    ['router', 'supervision'],
    ['producers', 'handler'],
    ['webhook', 'durable'],
    ['consumers'],
    ['runner'],
  ],
  'packages/cli/src': [['output'], ['invocation'], ['engine', 'blueprint'], ['commands'], ['definitions']],
  'packages/dashboard/src': [
    ['board', 'masking', 'discovery'],
    ['api'],
    ['source'],
    ['stream'],
    ['server'],
    ['page'],
  ],
  'packages/testing/src': [
    ['contract', 'fake-engine', 'fault-proxy', 'images', 'private-engine'],
    ['testbed', 'job-store'],
    ['vitest'],
  ],
  'packages/testing/src/fake-engine': [
    ['http'],
    ['process', 'faults'],
    ['images', 'shell'],
    ['containers'],
    ['routes'],
  ],
};
