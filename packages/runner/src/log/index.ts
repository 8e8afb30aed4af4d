export { LOGGER, type LogFields, type Logger, readLogger, silentLogger } from './logger.ts';
export { type PinoLoggerOptions, pinoLogger } from './pino-logger.ts';
export { type TextLoggerOptions, textLogger } from './text-logger.ts';
