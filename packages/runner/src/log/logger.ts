import { readHaving } from '@docktopus/core/kit';

/** Facts beside a message, as data. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Where the runner says what it does. Bring your own, or take `pinoLogger()`. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** The token under which the runner's injector provides its {@link Logger}. */
export const LOGGER = Symbol('LOGGER');

const nothing = () => undefined;

/** Says nothing. */
export const silentLogger: Logger = Object.freeze({
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
});

export const readLogger = readHaving('a logger, such as pinoLogger()', 'debug', 'info', 'warn', 'error');
