import type { Rows } from './bench.ts';
import { web } from './compose-bench.ts';

const MIB = 1024 * 1024;

/** Problems of single services that no other test prints: what is given, and the whole text that its reader gets. */
export const composeServiceRows: Rows = {
  'an item that is written twice': web(
    'group_add: [audio, audio]',
    '<folder>/compose.yaml:1:62 services.web.group_add[1]: got audio a second time, expected each item once',
  ),
  'a variable that is a number': web(
    'environment: [1]',
    '<folder>/compose.yaml:1:57 services.web.environment[0]: got 1, expected a text NAME=value',
  ),
  'a host that is a text': web(
    'extra_hosts: db',
    '<folder>/compose.yaml:1:56 services.web.extra_hosts: got "db", expected a mapping of names to addresses, or a list of name=address',
  ),
  'a command that is a mapping': web(
    'command: { echo: hi }',
    '<folder>/compose.yaml:1:52 services.web.command: got a mapping, expected a command line, or a list of arguments',
  ),
  'an argument that is a number': web(
    'command: [sleep, 10]',
    '<folder>/compose.yaml:1:60 services.web.command[1]: got 10, expected a text; write it in quotes',
  ),
  'a file to extend that has no services': web(
    'extends: { service: web, file: other.yaml }',
    '<folder>/compose.yaml:1:74 services.web.extends: got <folder>/other.yaml without services, expected a Compose file with services',
    { files: { 'other.yaml': 'name: other' } },
  ),
  'a file to extend from elsewhere': web(
    'extends: { service: web, file: "https://example.com/compose.yaml" }',
    '<folder>/compose.yaml:1:74 services.web.extends: got "https://example.com/compose.yaml", expected a path, because files from elsewhere are not loaded',
  ),
  'an env file that is too long': web(
    'env_file: big.env',
    '<folder>/compose.yaml:1:53 services.web.env_file: got <folder>/big.env with more bytes, expected a file of at most 2097152 bytes',
    { files: { 'big.env': `A=${'x'.repeat(2 * MIB)}` } },
  ),
  'an env file that is a folder': web(
    'env_file: folder',
    '<folder>/compose.yaml:1:53 services.web.env_file: got <folder>/folder (EISDIR), expected a file that can be read',
    { files: { 'folder/a.env': '' } },
  ),
  'an env file that is missing': web(
    'env_file: none.env',
    '<folder>/compose.yaml:1:53 services.web.env_file: got <folder>/none.env, expected a file that is there',
  ),
  'an env file outside of the project': web(
    'env_file: /elsewhere/a.env',
    '<folder>/compose.yaml:1:53 services.web.env_file: got /elsewhere/a.env, expected a file in <folder>, because a Compose file may read its project only; name further folders in allowFiles',
  ),
  'a variable without an end': web(
    'command: "echo ${WORD"',
    '<folder>/compose.yaml:1:52 services.web.command: got "echo ${WORD", expected a text whose variables can be replaced, because "${WORD" is not a variable: write ${NAME}, ${NAME:-default}, or $$ for a dollar sign',
  ),
  'a project name with capitals': web(
    '',
    "projectName: got 'My Shop', expected small letters, digits, - and _, with a letter or digit first",
    { projectName: 'My Shop' },
  ),
  'a variable with a space behind its name': web(
    'environment: ["WORD =hello"]',
    '<folder>/compose.yaml:1:57 services.web.environment[0]: got "WORD " with a space at its end, expected a name without it, as in NAME=value',
  ),
  'a command line without its last quote': web(
    `command: 'echo "hello'`,
    '<folder>/compose.yaml:1:52 services.web.command: got "echo \\"hello", expected a command line, because " is never closed',
  ),
  'the name of no service': web(
    '',
    "services: got 'wep', expected the name of a service; did you mean 'web'?",
    { services: ['wep'] },
  ),
  'a container name of one letter': web(
    'container_name: x',
    '<folder>/compose.yaml:1:59 services.web.container_name: got "x", expected letters, digits, _ . -, at least two of them',
  ),
  'a pull policy that there is not': web(
    'pull_policy: sometimes',
    '<folder>/compose.yaml:1:56 services.web.pull_policy: got "sometimes", expected always, never, build, missing, daily, weekly, or every_<duration>',
  ),
  'an interval that is a word': web(
    'healthcheck: { test: "true", interval: soon }',
    `<folder>/compose.yaml:1:82 services.web.healthcheck.interval: got "soon", expected a duration such as '1m30s', '500ms' or '2h' (ns, us, ms, s, m, h, d, w)`,
  ),
  'a memory limit that is a word': web(
    'mem_limit: lots',
    `<folder>/compose.yaml:1:54 services.web.mem_limit: got "lots", expected a size such as '512m', '1.5g' or '1024'`,
  ),
  'a port of another protocol': web(
    'ports: ["80/icmp"]',
    '<folder>/compose.yaml:1:51 services.web.ports[0]: got "80/icmp", expected a protocol of tcp, udp, sctp after the /',
  ),
  'a host port beyond all ports': web(
    'ports: ["99999:80"]',
    '<folder>/compose.yaml:1:51 services.web.ports[0]: got "99999:80", expected a host port from 1 to 65535, or a range of them',
  ),
  'ranges of ports of two lengths': web(
    'ports: ["8000-8003:80-82"]',
    '<folder>/compose.yaml:1:51 services.web.ports[0]: got "8000-8003:80-82", expected ranges of the same length for host and container',
  ),
  'a host name before a port': web(
    'ports: ["localhost:8080:80"]',
    '<folder>/compose.yaml:1:51 services.web.ports[0]: got "localhost:8080:80", expected an IP address before the ports, without a zone',
  ),
  'a volume that is empty': web(
    'volumes: [""]',
    '<folder>/compose.yaml:1:53 services.web.volumes[0]: got "", expected source:target, or a target alone',
  ),
  'a volume with an empty part': web(
    'volumes: ["data::ro"]',
    '<folder>/compose.yaml:1:53 services.web.volumes[0]: got "data::ro", expected source:target:options without an empty part',
  ),
  'a volume of four parts': web(
    'volumes: ["data:/data:ro:z"]',
    '<folder>/compose.yaml:1:53 services.web.volumes[0]: got "data:/data:ro:z", expected at most source:target:options',
  ),
  'an anchor that there is not': web(
    'command: *none',
    '<folder>/compose.yaml:1:52 <folder>/compose.yaml: got *none, expected the name of an anchor above',
  ),
  'a date': web(
    'labels: { since: 2026-01-02 }',
    '<folder>/compose.yaml:1:60 <folder>/compose.yaml: got the date 2026-01-02, expected text; write "2026-01-02" in quotes',
  ),
};
