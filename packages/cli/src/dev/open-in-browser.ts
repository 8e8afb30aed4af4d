import { spawn } from 'node:child_process';

const ANSWER_MS = 5_000;

/** The URL of a dashboard with a code that opens it once, for the one that has its token. @throws when the dashboard gives none */
export async function onceUrl(url: string): Promise<string> {
  const { origin, searchParams } = new URL(url);
  const response = await fetch(`${origin}/api/v1/codes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${searchParams.get('token') ?? ''}` },
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  if (!response.ok) throw new Error(`it answers ${response.status}`);
  const { code } = (await response.json()) as { readonly code: string };
  return `${origin}/?code=${encodeURIComponent(code)}`;
}

export function openInBrowser(url: string): void {
  const command = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const opener = spawn(command, [url], { stdio: 'ignore', detached: true });
  // Without a desktop there is nothing to open it with; the URL stands above.
  opener.on('error', () => undefined);
  opener.unref();
}
