import { DocktopusError } from '@docktopus/core';

/** Where a server listens. */
export interface HttpAddress {
  readonly host: string;
  readonly port: number;
}

/** As the beginning of a URL. */
export function printHttpAddress({ host, port }: HttpAddress): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Reads `127.0.0.1:8080`, `localhost:0`, `[::1]:8080`. @throws DocktopusError `runner.invalid` for anything else. */
export function httpAddress(text: string): HttpAddress {
  const [, bracketed, plain, digits] = /^(?:\[([\da-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host !== undefined && port <= 65_535) return { host, port };
  throw new DocktopusError('runner.invalid', {
    operation: 'http',
    subject: text,
    reason: 'it is not host:port, such as 127.0.0.1:8080',
  });
}
