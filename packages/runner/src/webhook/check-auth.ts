import { invalid, Problems, type Reader, readWord } from '@docktopus/core/kit';
import { AUTH_TYPES, type WebhookAuth } from './webhook-auth.ts';

const NEEDS: Readonly<Partial<Record<WebhookAuth['type'], string>>> = {
  bearer: 'token',
  'api-key': 'key',
  none: '',
  verify: 'verify',
};

/** @throws DocktopusError `runner.invalid` unless `auth` says who may call `owner`. */
export function checkAuth(auth: WebhookAuth, owner: string): void {
  const problems = new Problems();
  readAuth(AUTH_TYPES, "{ type: 'hmac', secret }")(auth, problems.at('auth'));
  if (problems.issues.length > 0) throw invalid('runner.invalid', 'producer', problems.issues, owner);
}

/** Reads the `auth` of a webhook, which must be of one of `types`. */
export function readAuth(types: readonly WebhookAuth['type'][], example: string): Reader<unknown> {
  const readType = readWord(types);
  return (auth, problems) => {
    if (typeof auth !== 'object' || auth === null) {
      return problems.refuse(auth, `an object such as ${example}`, {
        hint: "write auth: { type: 'none' } to let everybody call",
      });
    }
    const fields = auth as Readonly<Record<string, unknown>>;
    const type = readType(fields.type, problems.at('type'));
    if (type === undefined) return undefined;
    const needed = NEEDS[type] ?? 'secret';
    if (needed === 'verify' && typeof fields.verify !== 'function') {
      return problems.at('verify').refuse(fields.verify, 'a function (request) => boolean');
    }
    if (needed !== '' && fields[needed] === undefined) {
      return problems.at(needed).report('nothing', 'a secret, or a function that finds it');
    }
    return auth;
  };
}
