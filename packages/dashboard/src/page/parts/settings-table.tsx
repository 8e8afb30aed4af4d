import type { SettingView } from '../../api/index.ts';

/** What the spec asks for beside what the engine has. */
export function SettingsTable({ settings }: { settings: readonly SettingView[] }) {
  const known = settings.some(({ wanted }) => wanted !== undefined);
  const differing = settings.filter(({ differs }) => differs).length;
  if (settings.length === 0) return <p class="empty">The container is gone, and its settings with it.</p>;
  return (
    <>
      <p class="quiet">
        {known
          ? differing === 0
            ? 'The engine has everything that the spec asks for.'
            : `The engine differs from the spec in ${differing} settings.`
          : 'Only the running blueprint knows the spec; these are the settings that the engine has.'}
      </p>
      <table class="settings">
        <thead>
          <tr>
            <th scope="col">Setting</th>
            {known && <th scope="col">Spec</th>}
            <th scope="col">Engine</th>
          </tr>
        </thead>
        <tbody>
          {settings.map(({ path, wanted, actual, differs }) => (
            <tr key={path} class={differs ? 'differs' : undefined}>
              <th scope="row">{path}</th>
              {known && (
                <td data-label="Spec">
                  {wanted === undefined ? (
                    <span class="quiet">left to the engine</span>
                  ) : (
                    <code>{wanted}</code>
                  )}
                </td>
              )}
              <td data-label="Engine">
                <code>{actual}</code>
                {differs && <strong> differs</strong>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
