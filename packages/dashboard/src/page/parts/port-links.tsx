import type { PortView } from '../../board/container-view.ts';

/** Published ports; those that a browser can open are links. */
export function PortLinks({ ports }: { ports: readonly PortView[] }) {
  if (ports.length === 0) return <span class="quiet">–</span>;
  return (
    <ul class="ports">
      {ports.map((port) => (
        <li key={`${port.hostIp} ${port.hostPort} ${port.containerPort}`}>
          <PortLink {...port} />
        </li>
      ))}
    </ul>
  );
}

function PortLink({ containerPort, hostIp, hostPort }: PortView) {
  const text = `${hostPort} → ${containerPort.replace(/\/tcp$/, '')}`;
  if (!containerPort.endsWith('/tcp')) return <span class="number">{text}</span>;
  return (
    <a class="number" href={portUrl(hostIp, hostPort)} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  );
}

/** A port published on all addresses of the engine is reached at the host of this page. */
export function portUrl(hostIp: string, hostPort: number, here = location.hostname): string {
  const anywhere = hostIp === '' || hostIp === '0.0.0.0' || hostIp === '::';
  const host = anywhere ? here : hostIp;
  return `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${Number(hostPort)}/`;
}
