import { signal } from '@preact/signals';

/** Now, in milliseconds, once a second; it stands still while the page is hidden. */
export const now = signal(Date.now());

export function startClock(): void {
  setInterval(() => {
    if (!document.hidden) now.value = Date.now();
  }, 1_000);
  document.addEventListener('visibilitychange', () => {
    now.value = Date.now();
  });
}
