import { useComputed } from '@preact/signals';
import { now } from '../clock.ts';
import { agoText } from '../text/duration-text.ts';

/** How long ago something was; the exact time is in its title. */
export function Age({ since }: { since: string | undefined }) {
  const text = useComputed(() => agoText(since, now.value));
  if (since === undefined) return <span class="quiet">–</span>;
  return (
    <time class="number" dateTime={since} title={new Date(since).toLocaleString()}>
      {text}
    </time>
  );
}
