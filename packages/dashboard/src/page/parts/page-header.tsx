import { helpIsOpen } from '../keyboard.ts';
import { connection, hello } from '../live/connection.ts';
import { engine } from '../live/store.ts';
import { route } from '../router.ts';
import { nextTheme, theme } from '../theme.ts';
import { VIEWS } from '../views.ts';
import { Badge, type Tone } from './status-badge.tsx';

/** Title, tabs, and whether what is shown is live. */
export function PageHeader() {
  const shown = route.value.view === 'containers' ? 'overview' : route.value.view;
  return (
    <header>
      <div class="title">
        <img src={new URL('../icon.svg', import.meta.url).href} alt="" width="26" height="26" />
        <strong>{hello.value?.title ?? 'Docktopus'}</strong>
        <EngineText />
      </div>
      <nav aria-label="Views">
        {VIEWS.map(({ name, title, href }) => (
          <a key={name} href={href} aria-current={name === shown ? 'page' : undefined}>
            {title}
          </a>
        ))}
      </nav>
      <div class="tools">
        <LiveBadge />
        <button type="button" onClick={nextTheme} title="Theme (t)">
          {theme.value}
          <span class="hidden"> theme, change</span>
        </button>
        <button
          type="button"
          onClick={() => {
            helpIsOpen.value = true;
          }}
          title="Keys (?)"
          aria-label="Keys"
        >
          ?
        </button>
      </div>
    </header>
  );
}

function EngineText() {
  const { name, version } = engine.value ?? {};
  return name === undefined ? null : (
    <span class="quiet engine">
      {name} {version}
    </span>
  );
}

function LiveBadge() {
  const away = engine.value?.connected === false;
  const [tone, text] = liveState(connection.value === 'live', away, connection.value === 'connecting');
  return (
    <span role="status">
      <Badge tone={tone} text={text} />
    </span>
  );
}

function liveState(live: boolean, engineAway: boolean, connecting: boolean): readonly [Tone, string] {
  if (connecting) return ['busy', 'connecting'];
  if (!live) return ['bad', 'not live'];
  return engineAway ? ['warn', 'engine away'] : ['good', 'live'];
}
