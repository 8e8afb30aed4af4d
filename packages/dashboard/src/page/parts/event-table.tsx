import type { EventView, Moment } from '../../api/index.ts';
import { clockText } from '../text/duration-text.ts';
import { Badge, statusTone, statusWord } from './status-badge.tsx';

/** What the engine told of a container, and the states that came of it; the latest first. */
export function EventTable({
  events,
  history,
}: {
  events: readonly EventView[];
  history: readonly Moment[];
}) {
  return (
    <div class="columns">
      <section aria-labelledby="states-title">
        <h2 id="states-title">States</h2>
        <ol class="moments">
          {[...history].reverse().map((moment) => (
            <li key={`${moment.at} ${moment.status} ${moment.health}`}>
              <time class="number quiet" dateTime={moment.at}>
                {clockText(moment.at)}
              </time>
              {moment.status === 'removed' ? (
                <Badge tone="off" text="removed" />
              ) : (
                <Badge
                  tone={statusTone({ ...moment, status: moment.status })}
                  text={statusWord({ ...moment, status: moment.status })}
                />
              )}
            </li>
          ))}
        </ol>
      </section>
      <section aria-labelledby="events-title">
        <h2 id="events-title">Events</h2>
        {events.length === 0 && <p class="quiet">None since this dashboard was started.</p>}
        <ol class="moments">
          {[...events].reverse().map(({ at, action, detail }, i) => (
            <li key={`${at} ${action} ${i}`}>
              <time class="number quiet" dateTime={at}>
                {clockText(at)}
              </time>
              <span>{action}</span>
              <span class="quiet">{detail}</span>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}
