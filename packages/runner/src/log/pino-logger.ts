import { checkOptions, type OptionReaders, readHaving, readWord } from '@docktopus/core/kit';
import { destination, type LevelWithSilent, type Logger as Pino, pino } from 'pino';
import type { LogFields, Logger } from './logger.ts';
import { LEVELS } from './text-logger.ts';

/** Options of `pinoLogger()`. */
export interface PinoLoggerOptions {
  /** @default 'info' */
  readonly level?: LevelWithSilent | undefined;
  /** Your instance of pino; `level` is then ignored. */
  readonly pino?: Pino | undefined;
}

const OPTIONS: OptionReaders<PinoLoggerOptions> = {
  level: readWord(LEVELS),
  pino: readHaving('an instance of pino', 'debug', 'info', 'warn', 'error'),
};

/** Writes one JSON object per line to stderr, so that stdout stays the program's own. */
export function pinoLogger(options: PinoLoggerOptions = {}): Logger {
  checkOptions(options, OPTIONS, 'pinoLogger', undefined, 'runner.invalid');
  const log = options.pino ?? pino({ level: options.level ?? 'info' }, destination({ dest: 2, sync: true }));
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}) =>
      log[level](fields, message);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
