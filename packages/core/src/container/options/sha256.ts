import { newSha256 } from '../../text/index.ts';

export function sha256(content: string | Uint8Array): string {
  return newSha256().update(content).digest('hex');
}
