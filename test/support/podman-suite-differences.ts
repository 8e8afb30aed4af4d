import {
  makesFolder,
  noHealth,
  noRestarting,
  otherEvents,
  wholeSeconds,
} from '../engine/podman-differences.ts';
import type { SuiteDifferences } from './suite-differences.ts';

const noEventsOfStop = 'a stop is told of when it is done, and not which signals it sends';
const noSizes = 'a pull does not tell how large its layers are';
const fullNames = 'it shows the names of images with their registry: docker.io/library/…';
const buildWords = 'its builder says the same in other words';
const processesOfUlimits =
  'to a container with ulimits it gives 1,048,576 processes besides, which takes CAP_SYS_RESOURCE';

/** In which tests Podman 4.3 is known to differ; each was seen on Debian 12. */
export const podmanSuiteDifferences: SuiteDifferences = {
  'test/engine/container.attach.test.ts > attached before the start, nothing is missed; input and its end arrive':
    'an inspect does not show whether an input ends with its first reader',
  'test/engine/container.files.test.ts > a read-only container takes files on its volumes':
    'it also takes files for a file system that is read-only to the container',
  'test/engine/container.lifecycle.test.ts > kill does not wait for a stop under way': {
    skip: noEventsOfStop,
  },
  'test/engine/container.logs.test.ts > the last ones, those since a moment, and their times': {
    skip: wholeSeconds,
  },
  'test/engine/container.logs.test.ts > a line that the engine cuts into messages is one line, with times or without':
    'with times, lines are cut every 8 KiB, and each piece has the time in front',
  'test/engine/container.logs.test.ts > followed over restarts, without a gap and without a line twice': {
    skip: noRestarting,
  },
  'test/engine/container.spec.test.ts > every setting of the process arrives':
    'it shows the stop signal as its number',
  'test/engine/container.spec.test.ts > every setting of the host arrives':
    'an inspect leaves out sysctls, the options of the log and the rights on devices, and says more about a tmpfs',
  'test/engine/container.spec.test.ts > published ports are bound to this host only, unless the spec says otherwise':
    'it takes no range of host ports to choose from',
  'test/engine/container.spec.test.ts > a short bind makes a missing path, a long one refuses it':
    'a long bind makes a path that is missing, as a short one does',
  'test/engine/container.spec.test.ts > a variable set to null is not in the container, whatever the image says':
    'PATH is always set',
  'test/engine/container.start.test.ts > a start that fails > for want of memory says so':
    'nothing tells of a process that was killed for lack of memory when it is not the first of its container',
  'test/engine/engine-calls.test.ts > refusals > an archive for a missing folder is refused at any size':
    makesFolder,
  'test/engine/engine-calls.test.ts > events come in the order and with the nanoseconds of the engine':
    otherEvents,
  'test/engine/container.slot.test.ts > warnings of the engine about a new container are passed on, and refused by strict error':
    'it does not say that ports are dropped on the network of the host',
  'test/engine/ready.test.ts > ready > port: one that listens inside of the container only never is':
    'a port on which nothing listens refuses connections, where Docker takes and drops them',
  'test/engine/ready.test.ts > ready > healthy: by its health check; without one at once never': {
    skip: noHealth,
  },
  'test/engine/status.watch.test.ts > the life of a container, as its watcher sees it > health is starting, healthy, unhealthy, and none after the end':
    { skip: noHealth },
  'test/engine/status.watch.test.ts > the life of a container, as its watcher sees it > a container that cannot be started has the reason and no exit code':
    'the refusal of the start is all there is: an inspect does not show why',
  'test/engine/context.crash.test.ts > killed at any moment, the watcher removes all of it within 5 s and nothing of others':
    { skip: 'its removals take longer than 5 s' },
  'test/engine/images.build.test.ts > from scratch, with names, labels and what the Dockerfile says':
    fullNames,
  'test/engine/images.build.test.ts > a step that fails is named, with its last lines and exit code, and nothing of it stays':
    buildWords,
  'test/engine/images.build.test.ts > an unknown instruction is a failed build': buildWords,
  'test/engine/images.build.test.ts > an empty Dockerfile is a failed build': buildWords,
  'test/engine/images.progress.test.ts > a create that pulls is shown, and two of one image are one pull':
    noSizes,
  'test/engine/images.progress.test.ts > a context shows on stderr what its start pulls, as the setting says':
    noSizes,
  'test/engine/images.progress.test.ts > a build shows its steps, and neither its arguments nor its output':
    buildWords,
  'test/engine/images.progress.test.ts > no password is shown as json': noSizes,
  'test/engine/images.registry.test.ts > a registry without log-in > a pushed image can be pulled, by name and by digest':
    'a push does not tell the digest',
  'test/engine/images.registry.test.ts > a registry without log-in > a pull tells how far it is, layer by layer':
    noSizes,
  'test/scenario/deployment.test.ts > a service in a container reaches its containers, binds what the host has, and leaves nothing when it is removed and made again':
    {
      skip: 'its firewall keeps containers of different networks apart, also at ports that are published on the gateway',
    },
  'test/scenario/sandbox.test.ts > hostile programs end in outcomes while others run as if they were alone': {
    skip: processesOfUlimits,
  },
  'test/scenario/sandbox.test.ts > a program is nobody, alone, has no way out, and cannot end its supervisor':
    { skip: processesOfUlimits },
  'test/fault/private-engine.test.ts': { skip: 'it starts another dockerd' },
  'test/fault/setup-engine.test.ts': { skip: 'it starts another dockerd' },
  'test/fault/status-engine-dies.test.ts': { skip: 'it kills another dockerd' },
  'test/fault/engine-cut.test.ts > version that is cut at any of ten offsets is a lost connection, unless that was all':
    { skip: 'it takes seconds to say its version' },
  'test/engine/engine-ssh.test.ts': {
    skip: 'the docker of the command line on the other side speaks to Docker',
  },
  'test/engine/engine-versions.test.ts': { skip: 'it plays versions of Docker' },
};
