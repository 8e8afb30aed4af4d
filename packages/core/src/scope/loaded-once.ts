/** Loads a part of the program when it is first needed, once: `const parts = loadedOnce(() => import('./parts.ts'))`. */
export function loadedOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load();
    return loading;
  };
}
