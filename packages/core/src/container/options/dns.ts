import { parsed, readList, readSyntax, refused } from '../../input/index.ts';
import { isIpAddress } from '../syntax/ip-address.ts';
import { united } from './combine.ts';
import type { Option } from './option.ts';

/** Addresses of name servers. */
export const dns = {
  calls: {
    dns: {
      read: readList(
        readSyntax((text) => (isIpAddress(text) ? parsed(text) : refused('the IP address of a name server'))),
      ),
      combine: united,
    },
  },
  body: (servers) => ({ HostConfig: { Dns: servers } }),
  hash: 'body',
} satisfies Option<readonly string[]>;

/** Domains in which the container looks for short names. */
export const dnsSearch = {
  calls: {
    dnsSearch: {
      read: readList(
        readSyntax((text) =>
          text === '.' || /^(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?$/.test(text)
            ? parsed(text)
            : refused("a domain such as 'example.com', or '.' for none"),
        ),
      ),
      combine: united,
    },
  },
  body: (domains) => ({ HostConfig: { DnsSearch: domains } }),
  hash: 'body',
} satisfies Option<readonly string[]>;
