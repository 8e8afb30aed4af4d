import { parsed, type Reader, readSyntax, refused } from '../../input/index.ts';

/** What a host may be written as: a name, or an address without brackets. */
export const HOST_ADDRESS = /^([a-z\d]([\w.-]*[a-z\d])?|[\da-f:.]*:[\da-f:.]+(%\w+)?)$/i;

export const HOST_ADDRESS_EXPECTED =
  'a host name or an address, such as host.docker.internal or 172.17.0.1, without a port';

export const readHostAddress: Reader<string> = readSyntax((text) =>
  HOST_ADDRESS.test(text) ? parsed(text) : refused(HOST_ADDRESS_EXPECTED),
);
