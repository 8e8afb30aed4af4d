import { plainText } from '@docktopus/core/kit';
import type { LogFields, Logger } from '@docktopus/runner';
import { Logger as NestLogger } from '@nestjs/common';

/** Writes what the runner has to say with NestJS's logger. */
export function nestLogger(context = 'Docktopus'): Logger {
  const logger = new NestLogger(context);
  return {
    debug: (message, fields) => logger.debug(line(message, fields)),
    info: (message, fields) => logger.log(line(message, fields)),
    warn: (message, fields) => logger.warn(line(message, fields)),
    error: (message, fields) => logger.error(line(message, fields), stackOf(fields)),
  };
}

function line(message: string, fields: LogFields = {}): string {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  const rest = known.map(
    ([name, value]) => `${name}=${value instanceof Error ? value.message : JSON.stringify(value)}`,
  );
  return plainText([message, ...rest].join(' '));
}

function stackOf(fields: LogFields | undefined): string | undefined {
  const error = Object.values(fields ?? {}).find((value) => value instanceof Error);
  return error?.stack && plainText(error.stack);
}
