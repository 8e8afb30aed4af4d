import { computed, signal } from '@preact/signals';
import type { MemberView } from '../../board/family-view.ts';
import { now } from '../clock.ts';
import { tables } from '../live/store.ts';
import { SearchField } from '../parts/search-field.tsx';
import { Badge } from '../parts/status-badge.tsx';
import { href } from '../router.ts';
import { durationText } from '../text/duration-text.ts';

const search = signal('');

const families = computed(() => {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = new Map<string, MemberView[]>();
  for (const member of tables.member.value.values()) {
    const text = `${member.family} ${member.key} ${member.state} ${member.cause ?? ''}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    const name = `${member.blueprint} · ${member.family}`;
    const members = found.get(name) ?? [];
    members.push(member);
    found.set(name, members);
  }
  for (const members of found.values())
    members.sort((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }));
  return [...found].sort(([a], [b]) => a.localeCompare(b));
});

/** Families with their members: what keeps each awake, and why it ended. */
export function Families() {
  if (tables.member.value.size === 0) {
    return (
      <>
        <h1>Families</h1>
        <p class="empty">No blueprint here has containers keyed by an id.</p>
      </>
    );
  }
  return (
    <>
      <h1>Families</h1>
      <div class="bar">
        <SearchField text={search} label="Search members" />
      </div>
      {families.value.map(([name, members]) => (
        <section key={name} aria-label={`Family ${name}`}>
          <h2>{name}</h2>
          <table>
            <thead>
              <tr>
                <th scope="col">State</th>
                <th scope="col">Key</th>
                <th scope="col">Holds</th>
                <th scope="col">Sleeps in</th>
                <th scope="col">Generation</th>
                <th scope="col">Ended last</th>
              </tr>
            </thead>
            <tbody>
              {members.map((member) => (
                <MemberRow key={member.key} member={member} />
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </>
  );
}

function MemberRow({ member }: { member: MemberView }) {
  const { key, state, holds, idleAt, generation, cause, containerId } = member;
  const awake = state === 'running' || state === 'ready';
  return (
    <tr>
      <td data-label="State">
        <Badge tone={awake ? 'good' : 'off'} text={state} />
      </td>
      <th scope="row">
        {containerId === undefined ? (
          key
        ) : (
          <a data-row href={href(['containers', containerId])}>
            {key}
          </a>
        )}
      </th>
      <td data-label="Holds">{holds.length === 0 ? <span class="quiet">none</span> : holds.join(', ')}</td>
      <td data-label="Sleeps in" class="number">
        {idleAt === undefined ? <span class="quiet">–</span> : durationText(Date.parse(idleAt) - now.value)}
      </td>
      <td data-label="Generation" class="number">
        {generation}
      </td>
      <td data-label="Ended last">{cause ?? <span class="quiet">–</span>}</td>
    </tr>
  );
}
