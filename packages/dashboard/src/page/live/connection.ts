import { signal } from '@preact/signals';
import type { Hello, StreamMessages } from '../../api/index.ts';
import { ApiError, send } from '../api.ts';
import { EventParser, type StreamEvent } from './event-stream.ts';
import { resumeLogs, takeLogs } from './log-lines.ts';
import { takeStats } from './stats-history.ts';
import { applyChange } from './store.ts';
import { announceWatch, forgetStream } from './watch.ts';

/** `refused`: the cookie is not accepted any more, and only a log-in or the URL with the token helps. */
export type Connection = 'connecting' | 'live' | 'lost' | 'refused';

export const connection = signal<Connection>('connecting');
export const hello = signal<Hello | undefined>(undefined);
/** Why the connection is not there. */
export const trouble = signal('');

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5_000;
/** A hidden page gives its connection back after this long: a browser has six to a host. */
const HIDDEN_MS = 30_000;

/** The state that has been seen; the next connection goes on from there. */
let lastEventId: string | undefined;
let abort = new AbortController();

/** Keeps one connection, for as long as the page is open and looked at. */
export async function stayConnected(): Promise<never> {
  let waitMs = FIRST_WAIT_MS;
  watchVisibility();
  for (;;) {
    await visible();
    abort = new AbortController();
    try {
      await follow(abort.signal, () => {
        waitMs = FIRST_WAIT_MS;
      });
      lose('the server has ended the connection');
    } catch (error) {
      if (error instanceof ApiError && (error.status === 401 || error.status === 404)) {
        connection.value = 'refused';
        trouble.value = error.message;
      } else lose(error instanceof ApiError ? error.message : 'the server does not answer');
    }
    forgetStream();
    await new Promise((resolve) => setTimeout(resolve, document.hidden ? 0 : waitMs));
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  }
}

async function follow(signal: AbortSignal, onLive: () => void): Promise<void> {
  const response = await send('events', {
    signal,
    headers: {
      accept: 'text/event-stream',
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
  });
  // An application that wants a log-in leads there, which looks like success.
  if (!response.headers.get('content-type')?.startsWith('text/event-stream'))
    throw new ApiError(401, { code: 'unauthorized', message: 'the server answers with another page' });
  const parser = new EventParser();
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (const event of parser.push(value)) {
      take(event);
      if (event.event === 'hello') onLive();
    }
  }
}

function take({ event, data, id }: StreamEvent): void {
  const message = <K extends keyof StreamMessages>() => JSON.parse(data) as StreamMessages[K];
  if (event === 'hello') {
    hello.value = message<'hello'>();
    connection.value = 'live';
    trouble.value = '';
    resumeLogs();
    announceWatch(hello.value.stream);
  } else if (event === 'board') {
    applyChange(message<'board'>());
    lastEventId = id;
  } else if (event === 'stats') takeStats(message<'stats'>());
  else if (event === 'logs') takeLogs(message<'logs'>());
}

function lose(reason: string): void {
  connection.value = 'lost';
  trouble.value = reason;
}

function visible(): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    document.addEventListener('visibilitychange', () => resolve(), { once: true });
  });
}

function watchVisibility(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(() => abort.abort(), HIDDEN_MS);
  });
}
