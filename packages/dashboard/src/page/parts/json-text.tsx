/** Data as text. */
export function JsonText({ value }: { value: unknown }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <pre class="json" tabIndex={0}>
      {JSON.stringify(value, undefined, 2) ?? 'nothing'}
    </pre>
  );
}
