import {
  type Reader,
  readDuration,
  readEach,
  readFlag,
  readFlat,
  readList,
  readSyntax,
  readText,
  readWholeSeconds,
  readWord,
} from '../../input/index.ts';
import { readBind } from '../input/binds-input.ts';
import { readCapability } from '../input/capabilities-input.ts';
import { readCommand, readEntrypoint } from '../input/command-input.ts';
import { readCreateOptions, readUnsafe } from '../input/create-options-input.ts';
import { readDependsOn } from '../input/depends-on-input.ts';
import { readDevice } from '../input/devices-input.ts';
import { readEnv } from '../input/env-input.ts';
import { readExtraHosts } from '../input/extra-hosts-input.ts';
import { readFile } from '../input/files-input.ts';
import { readGpus } from '../input/gpus-input.ts';
import { readHealthcheck } from '../input/healthcheck-input.ts';
import { readHostname } from '../input/hostname-input.ts';
import { readImage } from '../input/image-input.ts';
import { readLabels } from '../input/label-input.ts';
import { readLimits } from '../input/limits-input.ts';
import { readLogDriver } from '../input/log-driver-input.ts';
import { readNetwork } from '../input/networks-input.ts';
import { readPorts, readPortsRecord } from '../input/ports-input.ts';
import { readReady } from '../input/ready-input.ts';
import { readRestartPolicy } from '../input/restart-policy-input.ts';
import { readSecurityOpt } from '../input/security-opt-input.ts';
import { readDnsServer, readSysctls } from '../input/sysctls-input.ts';
import { readTmpfs } from '../input/tmpfs-input.ts';
import { readUlimit } from '../input/ulimits-input.ts';
import { readVolume } from '../input/volumes-input.ts';
import type { ContainerSpec } from '../spec/container-spec.ts';
import { parseContainerName } from '../syntax/container-name.ts';
import type { HostPlace } from '../syntax/host-path.ts';
import { parsePlatform } from '../syntax/platform.ts';
import { parseUnixSignal } from '../syntax/unix-signal.ts';
import { appended, type Combine, merged, mergedDeep, replacedByName, united } from './combine.ts';

/** How one method of the builder turns its argument into a field of the spec. */
export interface CallRule<K extends keyof ContainerSpec = keyof ContainerSpec> {
  readonly field: K;
  readonly read: Reader<Field<K>>;
  /** What an earlier value and a later one make together; absent when the later one replaces it. */
  readonly combine?: Combine<Field<K>>;
}

export type CallRules = ReturnType<typeof callRules>;

type Field<K extends keyof ContainerSpec> = NonNullable<ContainerSpec[K]>;

/** The rule of every method; relative host paths are taken from `place`. */
export function callRules(place: HostPlace) {
  return {
    image: rule('image', readImage),
    name: rule('name', readSyntax(parseContainerName)),
    env: rule('env', readEnv(process.env), merged),
    cmd: rule('cmd', readCommand),
    entrypoint: rule('entrypoint', readEntrypoint),
    workdir: rule('workdir', readText),
    user: rule('user', readText),
    hostname: rule('hostname', readHostname),
    labels: rule('labels', readLabels, merged),
    networks: rule('networks', readList(readNetwork), replacedByName),
    healthcheck: rule('healthcheck', readHealthcheck),
    limits: rule('limits', readLimits, merged),
    ulimits: rule('ulimits', readList(readUlimit), replacedByName),
    devices: rule('devices', readList(readDevice), appended),
    gpus: rule('gpus', readList(readGpus), appended),
    capAdd: rule('capAdd', readList(readCapability), united),
    capDrop: rule('capDrop', readList(readCapability), united),
    securityOpt: rule('securityOpt', readList(readSecurityOpt), united),
    readOnlyRootfs: rule('readOnlyRootfs', readFlag),
    tmpfs: rule('tmpfs', readEach(readTmpfs), merged),
    binds: rule('mounts', readList(readBind(place)), appended),
    volumes: rule('mounts', readList(readVolume), appended),
    portBindings: rule('ports', readPortsRecord, appended),
    ports: rule('ports', readFlat(readPorts), appended),
    runtime: rule('runtime', readText),
    restartPolicy: rule('restartPolicy', readRestartPolicy),
    extraHosts: rule('extraHosts', readFlat(readExtraHosts), appended),
    init: rule('init', readFlag),
    stopSignal: rule('stopSignal', readSyntax(parseUnixSignal)),
    stopTimeout: rule('stopTimeoutSeconds', readWholeSeconds),
    dns: rule('dns', readList(readDnsServer), united),
    sysctls: rule('sysctls', readSysctls, merged),
    logDriver: rule('logDriver', readLogDriver),
    platform: rule('platform', readSyntax(parsePlatform)),
    pull: rule('pull', readWord(['missing', 'always', 'never'])),
    autoRemove: rule('autoRemove', readFlag),
    tty: rule('tty', readFlag),
    openStdin: rule('openStdin', readFlag),
    readyWhen: rule('readyWhen', readReady),
    readyTimeout: rule('readyTimeoutMs', readDuration(1)),
    lifetime: rule('lifetime', readWord(['session', 'persistent'])),
    onConflict: rule('onConflict', readWord(['adopt', 'replace', 'error'])),
    dependsOn: rule('dependsOn', readEach(readDependsOn), merged),
    strict: rule('strict', readWord(['off', 'warn', 'error'])),
    files: rule('files', readList(readFile(place)), appended),
    keepOnFailure: rule('keepOnFailure', readFlag),
    createOptions: rule('createOptions', readCreateOptions, mergedDeep),
    unsafe: rule('unsafe', readUnsafe, mergedDeep),
  };
}

function rule<K extends keyof ContainerSpec>(
  field: K,
  read: Reader<Field<K>>,
  combine?: Combine<Field<K>>,
): CallRule<K> {
  return combine === undefined ? { field, read } : { field, read, combine };
}
