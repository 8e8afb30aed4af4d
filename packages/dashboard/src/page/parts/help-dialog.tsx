import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { helpIsOpen, KEYS } from '../keyboard.ts';

export function HelpDialog() {
  const ref = useRef<HTMLDialogElement>(null);
  useSignalEffect(() => {
    if (helpIsOpen.value) ref.current?.showModal();
    else ref.current?.close();
  });
  const close = () => {
    helpIsOpen.value = false;
  };
  return (
    <dialog ref={ref} onClose={close} aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl class="keys">
        {KEYS.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={close}>
        Close
      </button>
    </dialog>
  );
}
