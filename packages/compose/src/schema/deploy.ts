import { decimal, duration, labels, list, record, sameName, settings, size, text, whole } from './kinds.ts';
import { allDevices } from './short-forms.ts';

export const DEVICE_REQUEST = record(
  {
    capabilities: list(text(), { distinct: true }),
    driver: text(),
    count: whole({ all: true }),
    device_ids: list(text(), { distinct: true }),
    options: labels(),
  },
  { defaults: allDevices },
);

/** Of one service: a plan has a step for each. */
export const MOST_CONTAINERS = 10_000;

const UPDATE = record({
  parallelism: whole({ min: 0, keepZero: true }),
  delay: duration(),
  failure_action: text(),
  monitor: duration(),
  max_failure_ratio: decimal({ single: true }),
  order: text({ oneOf: ['start-first', 'stop-first'] }),
});

const GENERIC_RESOURCES = list(record({ discrete_resource_spec: record({ kind: text(), value: whole() }) }));

const LIMITS = record({ cpus: decimal({ single: true }), memory: size({ textOnly: true }), pids: whole() });

const RESERVATIONS = record({
  cpus: decimal({ single: true }),
  memory: size({ textOnly: true }),
  devices: list({ ...DEVICE_REQUEST, required: ['capabilities'] } as typeof DEVICE_REQUEST),
  generic_resources: GENERIC_RESOURCES,
});

/** What a swarm would do with a service, and what one engine can do of it. */
export const DEPLOY = record(
  {
    mode: text(),
    replicas: whole({ min: 0, max: MOST_CONTAINERS, keepZero: true }),
    labels: labels({ merge: 'append-all', same: sameName }),
    update_config: UPDATE,
    rollback_config: UPDATE,
    resources: record({ limits: LIMITS, reservations: RESERVATIONS }, { always: true }),
    restart_policy: record({
      condition: text(),
      delay: duration({ keepZero: true }),
      max_attempts: whole({ min: 0, keepZero: true }),
      window: duration({ keepZero: true }),
    }),
    placement: record(
      {
        constraints: list(text()),
        preferences: list(record({ spread: text() })),
        max_replicas_per_node: whole(),
      },
      { always: true },
    ),
    endpoint_mode: text(),
  },
  { nullable: true },
);

export const ANNOTATIONS = labels({ merge: 'append-all', same: sameName });
export const ENVIRONMENT = settings({ merge: 'append-all', same: sameName });
