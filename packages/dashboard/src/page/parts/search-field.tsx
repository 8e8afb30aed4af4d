import type { Signal } from '@preact/signals';

interface SearchFieldProps {
  readonly text: Signal<string>;
  readonly label: string;
  readonly onInput?: (text: string) => void;
}

/** A field that `/` leads to. */
export function SearchField({ text, label, onInput }: SearchFieldProps) {
  return (
    <input
      type="search"
      data-search
      aria-label={label}
      placeholder={`${label}  /`}
      value={text.value}
      onInput={({ currentTarget }) => {
        text.value = currentTarget.value;
        onInput?.(currentTarget.value);
      }}
    />
  );
}
