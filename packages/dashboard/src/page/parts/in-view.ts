import { useEffect, useRef } from 'preact/hooks';

/** Calls `onEnter` when the element comes into view, and what that answers when it leaves. */
export function useInView<T extends Element>(active: boolean, onEnter: () => () => void) {
  const ref = useRef<T>(null);
  // What is called is a new function each time, and means the same.
  useEffect(() => {
    const element = ref.current;
    if (element === null || !active) return;
    let leave: (() => void) | undefined;
    const observer = new IntersectionObserver((entries) => {
      const visible = entries.at(-1)?.isIntersecting ?? false;
      if (visible) leave ??= onEnter();
      else {
        leave?.();
        leave = undefined;
      }
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      leave?.();
    };
  }, [active]);
  return ref;
}
