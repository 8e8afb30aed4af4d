/**
 * The TCP ports that something listens on, read from the text of `/proc/net/tcp` and `/proc/net/tcp6`, without
 * those of the loopback interface: no connection from outside of the container arrives there.
 */
export function listeningPorts(procNetTcp: string): ReadonlySet<number> {
  const ports = new Set<number>();
  for (const line of procNetTcp.split('\n')) {
    const match = /^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) \S+ 0A /.exec(line);
    if (match?.[1] && match[2] && !isLoopback(match[1])) ports.add(Number.parseInt(match[2], 16));
  }
  return ports;
}

/** Each 32-bit word in the byte order of the machine; every one that engines run on today is little-endian. */
function isLoopback(address: string): boolean {
  return address.length === 8
    ? address.endsWith('7F')
    : address === '00000000000000000000000001000000' || /^0{16}FFFF0000.{6}7F$/.test(address);
}
