import type { SubmitOptions } from '../job/index.ts';

const NUMBERS = ['delayMs', 'priority', 'deadlineMs'] as const;

/** What `POST /jobs/build?delayMs=1000&priority=5` asks for besides its body; text says what is wrong with it. */
export function submitQuery(query: URLSearchParams): SubmitOptions | string {
  const problems: string[] = [];
  const options: Record<string, number> = {};
  for (const [name, text] of query) {
    if (!NUMBERS.includes(name as (typeof NUMBERS)[number]))
      problems.push(`${name}: unknown; there are ${NUMBERS.join(', ')}`);
    else if (Object.hasOwn(options, name)) problems.push(`${name}: given more than once`);
    else if (!/^-?\d{1,15}$/.test(text))
      problems.push(`${name}: got ${JSON.stringify(text)}, expected an integer`);
    else options[name] = Number(text);
  }
  return problems.length > 0 ? problems.join('; ') : options;
}
