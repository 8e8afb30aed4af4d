import type { Images } from '../engine/index.ts';
import type { Display } from './display.ts';

interface Shown {
  callers: number;
  hide(): void;
}

/** What one stream shows of any number of connections, each of them once: two that drew on one terminal would draw over each other. */
export class StreamDisplay {
  readonly #display: Display;
  readonly #shown = new Map<Images, Shown>();

  constructor(display: Display) {
    this.#display = display;
  }

  /** Shows the activities of `images` until everybody who has asked for that has disposed of it. */
  show(images: Images): Disposable {
    const shown = this.#shown.get(images) ?? this.#begin(images);
    shown.callers += 1;
    let disposed = false;
    return {
      [Symbol.dispose]: () => {
        if (disposed) return;
        disposed = true;
        shown.callers -= 1;
        if (shown.callers > 0) return;
        this.#shown.delete(images);
        shown.hide();
      },
    };
  }

  #begin(images: Images): Shown {
    const running = new Set<number>();
    const subscription = images.activity$.subscribe((activity) => {
      if (activity.state === 'running') running.add(activity.id);
      else running.delete(activity.id);
      this.#display.take(activity);
    });
    const hide = () => {
      subscription.unsubscribe();
      for (const id of running) this.#display.forget(id);
    };
    const shown: Shown = { callers: 0, hide };
    this.#shown.set(images, shown);
    return shown;
  }
}
