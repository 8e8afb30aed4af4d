import {
  asGiven,
  checkArguments,
  checkOptions,
  type OptionReaders,
  readFlag,
  readFunction,
  readHaving,
  readInteger,
  readText,
  readWord,
} from '@docktopus/core/kit';
import {
  type ConsumerLike,
  type ConsumerOptions,
  type DeliveryOptions,
  toConsumer,
} from '../consumers/index.ts';
import type { JobStore, QueueOptions } from '../durable/index.ts';
import type { Layer } from '../job/index.ts';
import { type ProducerLike, type ProducerOptions, toProducer } from '../producers/index.ts';
import { checkLayers } from '../router/index.ts';
import { readRestart } from '../supervision/index.ts';
import type { BackgroundService, ServiceOptions } from './background-service.ts';
import { checkHttpOptions, type HttpOptions, limitsOf, type RunnerOptions } from './runner-options.ts';
import type { LatePart, RunnerPlan } from './runner-plan.ts';

/** What a part adds to the plan of a runner; made when the part is given, so that what is wrong with it is said there. */
export type PlanChange = (plan: RunnerPlan) => Partial<RunnerPlan>;

const CODE = 'runner.invalid';

const PRODUCER: OptionReaders<ProducerOptions> = { restart: readRestart };

/** @throws DocktopusError `runner.invalid` */
export function producer(like: ProducerLike, options: ProducerOptions): PlanChange {
  const source = toProducer(like);
  checkOptions(options, PRODUCER, 'runner.producer', source.name, CODE);
  return ({ producers }) => ({ producers: [...producers, { producer: source, options }] });
}

const DELIVERY: OptionReaders<DeliveryOptions> = { retry: asGiven, timeoutMs: asGiven, concurrency: asGiven };

const CONSUMER: OptionReaders<ConsumerOptions> = {
  filter: readFunction,
  buffer: readInteger(0),
  overflow: readWord(['drop-oldest', 'drop-newest']),
  durable: (value, problems) => {
    if (typeof value !== 'object' || value === null) return readFlag(value, problems);
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(DELIVERY, key)) problems.refuseUnknown(key, Object.keys(DELIVERY));
    }
    return value;
  },
};

/** @throws DocktopusError `runner.invalid` */
export function consumer(like: ConsumerLike, options: ConsumerOptions): PlanChange {
  const taker = toConsumer(like);
  checkOptions(options, CONSUMER, 'runner.consumer', taker.name, CODE);
  return ({ consumers }) => ({ consumers: [...consumers, { consumer: taker, options }] });
}

const SERVICE: OptionReaders<ServiceOptions> = { name: readText, restart: readRestart };

/** @throws DocktopusError `runner.invalid` */
export function service(service: BackgroundService, options: ServiceOptions): PlanChange {
  checkArguments({ service }, { service: readFunction }, 'runner.backgroundService', undefined, CODE);
  checkOptions(options, SERVICE, 'runner.backgroundService', service.name || undefined, CODE);
  return ({ services }) => ({ services: [...services, { service, options }] });
}

const readStore = readHaving('a store such as sqliteQueue()', 'open', 'submit', 'consume');

/** The options are checked together with those of the settings. @throws DocktopusError `runner.invalid` */
export function queue(store: JobStore, options: QueueOptions = {}): PlanChange {
  checkArguments({ store }, { store: readStore }, 'runner.queue', undefined, CODE);
  return () => ({ queue: { store, options } });
}

/** @throws DocktopusError `job.invalid` */
export function layers(added: readonly Layer[]): PlanChange {
  checkLayers(added, 'runner.layer');
  return ({ layers }) => ({ layers: [...layers, ...added] });
}

/** @throws DocktopusError `runner.invalid` */
export function http(settings: HttpOptions): PlanChange {
  checkHttpOptions(settings);
  return () => ({ http: settings });
}

/** @throws DocktopusError `runner.invalid` */
export function options(added: RunnerOptions): PlanChange {
  limitsOf(added);
  return ({ options }) => ({ options: { ...options, ...added } });
}

/** @throws DocktopusError `runner.invalid` */
export function latePart(add: unknown, late: LatePart): PlanChange {
  checkArguments({ add }, { add: readFunction }, 'runner.configure', undefined, CODE);
  return (plan) => ({ late: [...plan.late, late] });
}
