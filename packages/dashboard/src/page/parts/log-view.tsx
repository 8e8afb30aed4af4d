import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { apiUrl } from '../api.ts';
import { closeLogs, openLogs } from '../live/log-lines.ts';
import { LogScreen } from './log-screen.ts';
import { SearchField } from './search-field.tsx';

/** What a container writes: followed or paused, searched, downloaded. */
export function LogView({ id, name }: { id: string; name: string }) {
  const place = useRef<HTMLDivElement>(null);
  const screen = useRef<LogScreen | undefined>(undefined);
  const following = useSignal(true);
  const search = useSignal('');
  const note = useSignal('');
  useEffect(() => {
    const lines = openLogs(id);
    const drawn = new LogScreen(place.current!, lines, {
      onFollow: (follows) => {
        following.value = follows;
      },
      onNote: (text) => {
        note.value = text;
      },
    });
    screen.current = drawn;
    drawn.search(search.value);
    return () => {
      closeLogs(lines);
      drawn.close();
    };
  }, [id]);
  return (
    <section class="logs" aria-label={`Log of ${name}`}>
      <div class="bar">
        <SearchField text={search} label="Search the log" onInput={(text) => screen.current?.search(text)} />
        <button
          type="button"
          data-follow
          aria-pressed={following.value}
          onClick={() => screen.current?.follow(!following.value)}
          title="Follow or pause (f)"
        >
          {following.value ? 'Pause' : 'Follow'}
        </button>
        <a class="button" href={apiUrl(`containers/${encodeURIComponent(id)}/logs`)} download={`${name}.log`}>
          Download
        </a>
        <span class="quiet" role="status">
          {note.value}
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <div ref={place} class="log" role="log" aria-live="off" tabIndex={0} aria-label="Lines" />
    </section>
  );
}
