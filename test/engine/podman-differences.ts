import type { KnownDifferences } from '@docktopus/testing/contract';

const noUpdate = 'its Docker API has no update';
export const noHealth =
  'it runs health checks by systemd timers, which a bare machine does not have: the state stays starting';
export const noRestarting = 'there is no back-off: it restarts at once, and the state is never restarting';
export const otherEvents =
  'its events have other names: init, cleanup and remove besides, and exec, exec_died for commands';
const noEvents = 'it has no events about volumes, and those about networks are of other kinds';

export const wholeSeconds = 'its times have whole seconds only';
export const makesFolder = 'it makes the folder';

const stopsReading =
  'it reads its log until that moment of the clock, and has read nothing of it when the moment has passed already';
const lostTags = 'names of one image that are given at the same time can get lost';

/** In what Podman 4.3 is known to differ from the contract; each was seen on Debian 12. */
export const podmanDifferences: KnownDifferences = {
  'engine: takes new limits for a container': noUpdate,
  'restart policy: can be changed while it runs': noUpdate,

  'create: refuses a number of retries for any policy but on-failure': 'it takes the number and ignores it',
  'create: refuses a folder that is not absolute': 'it takes the folder, and the start fails or not',
  'create: refuses less memory than can work': 'it takes any limit, and the start fails',
  'create: refuses a health check without a pause': 'it takes any interval',
  'start: keeps why a command could not be started, with 127':
    'the exit code stays 0; the refusal of the start is all there is',

  'start: does the same for two starts at once': {
    sometimes: 'the second is refused while the first is under way',
  },

  'wait: answers at once with 0 for one that never ran': { sometimes: 'the code is -1' },
  'wait: waits for the removal': 'the code is 0 once the container is gone',
  'wait: gives the exit code of a container that removes itself': 'the code is 0 once the container is gone',

  'stop: answers already-stopped for one that never ran': 'it answers as if it had stopped it',

  'restart policy: on-failure: as often as it says': {
    sometimes: 'it counts the retries, and shows them differently',
  },
  'restart policy: shows restarting between two runs': noRestarting,
  'restart policy: gives way to a stop between two runs': noRestarting,

  'health: becomes healthy, and tells of it': noHealth,
  'health: becomes unhealthy after so many failures': noHealth,
  'health: recovers': noHealth,
  'health: takes a check that takes too long for a failure': noHealth,
  'health: runs a check without a shell': noHealth,
  'health: is not healthy when nothing runs': noHealth,
  'health: is absent without a check': 'there is an empty health with the status ""',
  'health: is absent when a check is turned off': 'there is an empty health with the status ""',

  'list: shows the newest first': { sometimes: 'containers of one second come in any order' },

  'events: end by themselves at the moment that is asked for, without a reason': { sometimes: stopsReading },
  'events: are replayed for a time that has passed, and end by themselves without a reason': {
    sometimes: stopsReading,
  },
  'events: tell of a life from create to destroy': otherEvents,
  'events: tell of a stop as kill, kill, die and stop': otherEvents,
  'events: tell of a restart as kill, die, stop, start and restart': otherEvents,
  'events: tell of a forced removal as kill, die and destroy': otherEvents,
  'events: tell of a container that removes itself': otherEvents,
  'events: tell of restarts by policy': otherEvents,
  'events: tell of pause and unpause': otherEvents,
  'events: tell of commands in a container, with their lines and codes': otherEvents,
  'events: come for some actions only, when asked so': otherEvents,
  'events: give the signal with kill': 'the signal is not given',
  'events: give both names with rename': 'the old name is not given',
  'events: are told again from the moment that is asked for, itself included':
    'the event of that very moment is left out',
  'events: tell of networks': noEvents,
  'events: tell of volumes': noEvents,

  'logs: give what came until a moment': { sometimes: wholeSeconds },
  'logs: give what came since a moment': { sometimes: wholeSeconds },
  'logs: put the time before each line, when asked to': 'the time has whole seconds only',
  'exec: shows that it has not run yet, then that it runs, then how it ended':
    'the exit code is 0 before there is one',
  'archive: refuses a folder that is not there': makesFolder,
  'networks: are kept while a container is in them':
    'it removes the network, and the container goes on without',
  'images: are listed by name': { sometimes: lostTags },
  'images: take latest for a missing tag': { sometimes: lostTags },
  'images: take further names, and lose them': { sometimes: lostTags },
};
