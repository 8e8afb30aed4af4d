import { describeError } from '@docktopus/core';
import {
  checkOptions,
  helpLink,
  type OptionReaders,
  plainText,
  readFunction,
  readWord,
} from '@docktopus/core/kit';
import type { LogFields, Logger } from './logger.ts';

export const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** Options of `textLogger()`. */
export interface TextLoggerOptions {
  /** @default 'info' */
  readonly level?: (typeof LEVELS)[number] | undefined;
  /** Takes each line. @default stderr */
  readonly write?: ((text: string) => void) | undefined;
}

const OPTIONS: OptionReaders<TextLoggerOptions> = { level: readWord(LEVELS), write: readFunction };

/** For people at a terminal: time, level, message, then the facts; texts of several lines, such as causes, stand below. */
export function textLogger(options: TextLoggerOptions = {}): Logger {
  checkOptions(options, OPTIONS, 'textLogger', undefined, 'runner.invalid');
  const { level = 'info', write = toStderr } = options;
  const least = LEVELS.indexOf(level);
  const at =
    (name: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields: LogFields = {}) => {
      if (LEVELS.indexOf(name) >= least) write(printLine(name, message, fields));
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function toStderr(text: string): void {
  process.stderr.write(text);
}

function printLine(level: string, message: string, fields: LogFields): string {
  const time = new Date().toTimeString().slice(0, 8);
  const beside: string[] = [];
  const below: string[] = [];
  for (const [key, value] of Object.entries(fields)) {
    const text = printValue(value);
    // What the message says already is not said again.
    if (text === undefined || (key !== 'err' && message.includes(text))) continue;
    if (text.includes('\n') || key === 'hint') below.push(...text.split('\n'));
    else if (key === 'err') {
      if (!message.includes(text)) below.push(text);
    } else beside.push(`${key}=${text}`);
  }
  const link = level === 'error' ? helpLink(fields.err) : undefined;
  if (link !== undefined) below.push(`See ${link}`);
  const first = [time, level.padEnd(5), message, ...beside].join(' ');
  return plainText([first, ...below.map((line) => `    ${line}`)].join('\n')).concat('\n');
}

function printValue(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (value instanceof Error) return describeError(value);
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value.join('\n');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
