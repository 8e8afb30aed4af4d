import { connection, trouble } from '../live/connection.ts';
import { engine } from '../live/store.ts';

/** Says that what is shown may be old, and what to do. */
export function TroubleBar() {
  const text = troubleText();
  return text === '' ? null : (
    <p class="trouble" role="alert">
      {text}
    </p>
  );
}

function troubleText(): string {
  if (connection.value === 'lost') return `Not live: ${trouble.value}. The page connects again by itself.`;
  if (connection.value === 'refused') {
    return 'Not live: the server does not let this page in any more. Reload it to log in again; if it has a token, open the URL that the program has printed, or run docktopus ui.';
  }
  if (connection.value === 'live' && engine.value?.connected === false) {
    return `The engine at ${engine.value.endpoint} does not answer: this is what was last known.`;
  }
  return '';
}
