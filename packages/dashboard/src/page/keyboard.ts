import { signal } from '@preact/signals';
import { nextTheme } from './theme.ts';
import { VIEWS } from './views.ts';

export const helpIsOpen = signal(false);

export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['/', 'search'],
  ['j  k', 'next and previous row'],
  ['Enter', 'open the row'],
  ['Esc', 'leave the search, close this'],
  ['1 … 5', VIEWS.map(({ title }) => title.toLowerCase()).join(', ')],
  ['f', 'follow or pause the log'],
  ['t', 'theme: system, light, dark'],
  ['?', 'this help'],
];

/** One-key commands, while no text is being typed. */
export function startKeyboard(): void {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      helpIsOpen.value = false;
      if (isTyping(event.target)) (event.target as HTMLElement).blur();
      return;
    }
    if (isTyping(event.target)) return;
    if (act(event.key)) event.preventDefault();
  });
}

function act(key: string): boolean {
  const view = VIEWS[Number(key) - 1];
  if (view !== undefined) location.hash = view.href;
  else if (key === '/') focusOn('[data-search]');
  else if (key === 'j') moveRow(1);
  else if (key === 'k') moveRow(-1);
  else if (key === 't') nextTheme();
  else if (key === 'f') document.querySelector<HTMLElement>('[data-follow]')?.click();
  else if (key === '?') helpIsOpen.value = !helpIsOpen.value;
  else return false;
  return true;
}

/** Rows are links: moving is focusing the next one, which a screen reader reads and Enter opens. */
function moveRow(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (by === 1 ? 0 : rows.length - 1) : at + by;
  rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
}

function focusOn(selector: string): void {
  const field = document.querySelector<HTMLInputElement>(selector);
  field?.focus();
  field?.select();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement
  );
}
