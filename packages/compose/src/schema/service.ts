import { printNumber } from '../syntax/index.ts';
import { entryOf, isMap, type TreeNode, textOf } from '../tree/index.ts';
import { BUILD, MODELS } from './build.ts';
import { ANNOTATIONS, DEPLOY, DEVICE_REQUEST, ENVIRONMENT, MOST_CONTAINERS } from './deploy.ts';
import {
  decimal,
  duration,
  flag,
  labels,
  list,
  type ModelOf,
  mapOf,
  record,
  sameName,
  size,
  text,
  whole,
} from './kinds.ts';
import { VOLUMES } from './mounts.ts';
import { CONFIGS, HOSTS, SECRETS, ULIMITS } from './parts.ts';
import { COMMAND, DEVELOP, DEVICES, HOOKS, PORTS } from './service-parts.ts';
import { longEnvFile, longGpus, longTest, requiredDependencies, textAs } from './short-forms.ts';

const NAME = /^[a-zA-Z0-9._-]+$/;
const names = () => list(text(), { distinct: true });
const mergedTexts = () => list(text(), { single: true, merge: 'append-all', same: sameName, distinct: true });

const BLKIO_LIMITS = list(
  record({ path: text(), rate: size({ always: true, whole: true }) }, { extensions: false, capital: true }),
);

/**
 * A service. The order of the keys is the one in which Docker Compose writes them for its config hash.
 */
export const SERVICE = record({
  profiles: list(text(), { same: sameName, distinct: true }),
  annotations: ANNOTATIONS,
  attach: flag({ keepZero: true }),
  build: { ...BUILD, merge: 'own' } as typeof BUILD,
  develop: DEVELOP,
  blkio_config: record(
    {
      weight: whole({ min: 0, max: 65535 }),
      weight_device: list(
        record({ path: text(), weight: whole({ min: 0, max: 65535 }) }, { extensions: false, capital: true }),
      ),
      device_read_bps: BLKIO_LIMITS,
      device_read_iops: BLKIO_LIMITS,
      device_write_bps: BLKIO_LIMITS,
      device_write_iops: BLKIO_LIMITS,
    },
    { extensions: false },
  ),
  cap_add: list(text(), { same: sameName, distinct: true }),
  cap_drop: list(text(), { same: sameName, distinct: true }),
  cgroup_parent: text(),
  cgroup: text({ oneOf: ['host', 'private'] }),
  cpu_count: whole({ min: 0 }),
  cpu_percent: decimal({ min: 0, max: 100, single: true }),
  cpu_period: whole(),
  cpu_quota: whole(),
  cpu_rt_period: whole(),
  cpu_rt_runtime: whole(),
  cpus: decimal({ single: true }),
  cpuset: text(),
  cpu_shares: whole(),
  command: COMMAND,
  configs: CONFIGS,
  container_name: text({
    pattern: { test: /[a-zA-Z0-9][a-zA-Z0-9_.-]+/, expected: 'letters, digits, _ . -, at least two of them' },
  }),
  credential_spec: record({ config: text(), file: text(), registry: text() }),
  depends_on: mapOf(
    record(
      {
        condition: text({ oneOf: ['service_started', 'service_healthy', 'service_completed_successfully'] }),
        restart: flag(),
        required: flag({ keepZero: true }),
      },
      { required: ['condition'] },
    ),
    { names: true, merge: 'dependencies', keys: NAME, long: requiredDependencies },
  ),
  deploy: DEPLOY,
  device_cgroup_rules: names(),
  devices: DEVICES,
  dns: mergedTexts(),
  dns_opt: list(text(), { merge: 'append-all', same: sameName, distinct: true }),
  dns_search: mergedTexts(),
  domainname: text(),
  entrypoint: COMMAND,
  provider: record(
    {
      type: text(),
      options: mapOf(list(text({ alsoNumber: true, alsoFlag: true }), { single: true })),
    },
    { required: ['type'] },
  ),
  environment: ENVIRONMENT,
  env_file: list(
    record(
      {
        path: text({ path: 'file' }),
        required: flag({ keepZero: true, unless: true }),
        format: text({ oneOf: ['raw'] }),
      },
      { required: ['path'], long: longEnvFile, short: { text: true }, extensions: false },
    ),
    { single: true, merge: 'append-all', same: samePath },
  ),
  expose: list(text({ alsoNumber: 'whole' }), { same: sameValue, distinct: true }),
  extends: record(
    { service: text(), file: text({ path: 'extends' }) },
    { required: ['service'], long: textAs('service'), short: { text: true }, extensions: false },
  ),
  external_links: names(),
  extra_hosts: HOSTS,
  group_add: list(text({ alsoNumber: 'whole' }), { distinct: true }),
  gpus: list(DEVICE_REQUEST, { long: longGpus }),
  hostname: text(),
  healthcheck: record({
    test: list(text(), { merge: 'replace', long: longTest }),
    timeout: duration({ keepZero: true }),
    interval: duration({ keepZero: true }),
    retries: whole({ min: 0, keepZero: true }),
    start_period: duration({ keepZero: true }),
    start_interval: duration({ keepZero: true }),
    disable: flag(),
  }),
  image: text(),
  init: flag({ keepZero: true }),
  ipc: text(),
  isolation: text(),
  labels: labels({ merge: 'append-all', same: sameName }),
  label_file: list(text({ path: 'file' }), { single: true, merge: 'append-all' }),
  links: list(text(), { same: sameName, distinct: true }),
  logging: record(
    { driver: text(), options: labels({ mapOnly: true, noFlags: true }) },
    { merge: 'same-driver' },
  ),
  mem_limit: size(),
  mem_reservation: size({ whole: true }),
  memswap_limit: size(),
  mem_swappiness: size({ whole: true }),
  mac_address: text(),
  models: MODELS,
  network_mode: text(),
  networks: mapOf(
    record(
      {
        aliases: list(text(), { same: sameName, distinct: true }),
        driver_opts: labels({ mapOnly: true, noFlags: true, noNull: true }),
        gw_priority: decimal({ strict: true }),
        interface_name: text(),
        ipv4_address: text(),
        ipv6_address: text(),
        link_local_ips: list(text(), { same: sameName, distinct: true }),
        mac_address: text(),
        priority: decimal({ strict: true }),
      },
      { nullable: true },
    ),
    { names: true, merge: 'by-name', keys: NAME, nullItems: true },
  ),
  oom_kill_disable: flag(),
  oom_score_adj: whole({ min: -1000, max: 1000 }),
  pid: text({ alsoNull: true }),
  pids_limit: whole(),
  platform: text(),
  ports: PORTS,
  privileged: flag(),
  pull_policy: text({
    pattern: {
      test: /always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+/,
      expected: 'always, never, build, missing, daily, weekly, or every_<duration>',
    },
  }),
  pull_refresh_after: text(),
  read_only: flag(),
  restart: text(),
  runtime: text(),
  scale: whole({ min: 0, max: MOST_CONTAINERS, keepZero: true }),
  secrets: SECRETS,
  security_opt: names(),
  shm_size: size(),
  stdin_open: flag(),
  stop_grace_period: duration({ keepZero: true }),
  stop_signal: text(),
  storage_opt: labels({ mapOnly: true }),
  sysctls: labels({ merge: 'append-all', same: sameName }),
  tmpfs: mergedTexts(),
  tty: flag(),
  ulimits: ULIMITS,
  use_api_socket: flag({ strict: true }),
  user: text(),
  userns_mode: text(),
  uts: text(),
  volume_driver: text(),
  volumes: VOLUMES,
  volumes_from: names(),
  working_dir: text(),
  pre_start: HOOKS,
  post_start: HOOKS,
  pre_stop: HOOKS,
});

/** A service as the model has it: what Docker Compose prints for it as JSON. */
export type Service = ModelOf<typeof SERVICE>;

function samePath(item: TreeNode): string | undefined {
  return textOf(item) ?? textOf(entryOf(item, 'path'));
}

function sameValue(item: TreeNode): string | undefined {
  if (item.kind !== 'scalar' || isMap(item)) return undefined;
  return typeof item.value === 'number' ? printNumber(item.value) : String(item.value);
}
