/** What stands in the place of a secret. */
export const MASK = '••••••';

const SECRET_WORDS =
  'pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|signing[-_]?key|auth(?:orization)?|credential|cookie|dsn';
const SECRET_NAME = new RegExp(`(?:^|[^a-z])(?:${SECRET_WORDS})s?(?:$|[^a-z])`, 'i');
/** `--db-password=`, `"token": `. Bounded, and tried at the beginning of a word only: linear. */
const ASSIGNMENT = /(?<![\w.-])([\w.-]{1,64})["']?\s{0,4}[=:]\s{0,4}/g;
const VALUE = /"[^"\n]{0,4096}"|'[^'\n]{0,4096}'|[^\s,;&"'})]+/y;
const USER_INFO = /(?<![a-z\d+.-])([a-z][a-z\d+.-]{0,31}:\/\/)([^\s/@?#]{0,512})@/gi;
const BEARER = /\b(bearer|basic)(\s{1,4})[\w+/=.~-]{6,}/gi;

/** Whether something of this name is likely a secret: `dbPassword`, `API_KEY`, `x-auth-token`. */
export function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1_$2');
  return SECRET_NAME.test(words) || /(PASSWORD|SECRET|TOKEN)$/.test(name);
}

/** `text` without what looks like a secret in it: assignments to secret names, user info of URLs, bearer tokens. */
export function maskText(text: string): string {
  return maskAssignments(
    text
      .replace(USER_INFO, (_, scheme: string) => `${scheme}${MASK}@`)
      .replace(BEARER, (_, scheme: string, space: string) => `${scheme}${space}${MASK}`),
  );
}

/** What follows a name that is no secret's is looked at as well: `env: token=x`. */
function maskAssignments(text: string): string {
  let shown = '';
  let end = 0;
  for (const { 0: assignment, 1: name = '', index } of text.matchAll(ASSIGNMENT)) {
    if (index < end || !isSecretName(name)) continue;
    VALUE.lastIndex = index + assignment.length;
    if (!VALUE.test(text)) continue;
    shown += `${text.slice(end, index)}${assignment}${MASK}`;
    end = VALUE.lastIndex;
  }
  return shown + text.slice(end);
}

/** The arguments of a command: also a secret that follows its flag, as in `--password x`. */
export function maskArguments(args: readonly string[]): readonly string[] {
  return args.map((arg, i) => {
    const flag = args[i - 1] ?? '';
    const isFlag = /^--?[a-z]/i.test(flag) && !flag.includes('=');
    return isFlag && isSecretName(flag) && !arg.startsWith('-') ? MASK : maskText(arg);
  });
}
