import { autoRemove } from './auto-remove.ts';
import { capAdd, capDrop } from './capabilities.ts';
import { cmd, entrypoint, user, workdir } from './command.ts';
import type { ContainerSpec } from './container-spec.ts';
import { createOptions, unsafe } from './create-options.ts';
import { dependsOn } from './depends-on.ts';
import { devices } from './devices.ts';
import { dns, dnsSearch } from './dns.ts';
import { env } from './env.ts';
import { extraHosts } from './extra-hosts.ts';
import { files } from './files.ts';
import { gpus } from './gpus.ts';
import { groupAdd } from './group-add.ts';
import { healthcheck } from './healthcheck.ts';
import { hostname } from './hostname.ts';
import { image } from './image.ts';
import { keepOnFailure } from './keep-on-failure.ts';
import { labels } from './labels.ts';
import { lifetime } from './lifetime.ts';
import { limits } from './limits.ts';
import { logDriver } from './log-driver.ts';
import { mounts } from './mounts.ts';
import { name } from './name.ts';
import { ipcMode, pidMode } from './namespaces.ts';
import { networks } from './networks.ts';
import { onConflict } from './on-conflict.ts';
import type { Option } from './option.ts';
import { platform } from './platform.ts';
import { ports } from './ports.ts';
import { pull } from './pull.ts';
import { readyTimeoutMs, readyWhen } from './ready-when.ts';
import { restartPolicy } from './restart-policy.ts';
import { init, runtime } from './runtime.ts';
import { privileged, readOnlyRootfs, securityOpt } from './security.ts';
import { stopSignal, stopTimeoutSeconds } from './stopping.ts';
import { strict } from './strict.ts';
import { sysctls } from './sysctls.ts';
import { openStdin, tty } from './terminal.ts';
import { tmpfs } from './tmpfs.ts';
import { ulimits } from './ulimits.ts';
import { volumesFrom } from './volumes-from.ts';

/** Every option of a container by its field in the spec: one that is missing does not compile. */
export const options = {
  image,
  name,
  env,
  cmd,
  entrypoint,
  workdir,
  user,
  hostname,
  labels,
  networks,
  healthcheck,
  limits,
  ulimits,
  devices,
  gpus,
  capAdd,
  capDrop,
  securityOpt,
  privileged,
  pidMode,
  ipcMode,
  groupAdd,
  readOnlyRootfs,
  tmpfs,
  mounts,
  volumesFrom,
  ports,
  runtime,
  restartPolicy,
  extraHosts,
  init,
  stopSignal,
  stopTimeoutSeconds,
  dns,
  dnsSearch,
  sysctls,
  logDriver,
  platform,
  pull,
  autoRemove,
  tty,
  openStdin,
  readyWhen,
  readyTimeoutMs,
  lifetime,
  onConflict,
  dependsOn,
  strict,
  files,
  keepOnFailure,
  createOptions,
  unsafe,
} satisfies {
  readonly [K in keyof Required<ContainerSpec>]: Option<NonNullable<ContainerSpec[K]>, ContainerSpec>;
};
