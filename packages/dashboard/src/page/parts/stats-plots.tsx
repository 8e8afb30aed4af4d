import { effect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { statsOf } from '../live/stats-history.ts';
import { watchStats } from '../live/watch.ts';
import type { Plots } from './plots.ts';

/** What a container uses, over the last ten minutes. */
export function StatsPlots({ id, running }: { id: string; running: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  const [plots, setPlots] = useState<Plots>();
  useEffect(() => (running ? watchStats(id) : undefined), [id, running]);
  useEffect(() => {
    let drawn: Plots | undefined;
    let current = true;
    void import('./plots.ts').then(({ Plots }) => {
      if (!current || place.current === null) return;
      drawn = new Plots(place.current);
      setPlots(drawn);
    });
    return () => {
      current = false;
      drawn?.close();
    };
  }, []);
  useEffect(() => plots && effect(() => plots.draw(statsOf(id).value)), [plots, id]);
  return (
    <>
      {!running && <p class="quiet">Only a running container has statistics.</p>}
      <div ref={place} class="plots" />
    </>
  );
}
