/** Where the state of a call can be asked for. */
export function callPath(callId: string): string {
  return `/calls/${encodeURIComponent(callId)}`;
}
