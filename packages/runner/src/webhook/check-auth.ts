import { invalid, Problems, readWord } from '@docktopus/core/kit';
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
  const at = problems.at('auth');
  if (typeof auth !== 'object' || auth === null) {
    at.refuse(auth, "an object such as { type: 'hmac', secret }", {
      hint: "write auth: { type: 'none' } to let everybody call",
    });
  } else if (readWord(AUTH_TYPES)(auth.type, at.at('type')) !== undefined) {
    const needed = NEEDS[auth.type] ?? 'secret';
    const fields = auth as unknown as Readonly<Record<string, unknown>>;
    if (needed === 'verify' && typeof fields.verify !== 'function') {
      at.at('verify').refuse(fields.verify, 'a function (request) => boolean');
    } else if (needed !== '' && fields[needed] === undefined) {
      at.at(needed).report('nothing', 'a secret, or a function that finds it');
    }
  }
  if (problems.issues.length > 0) throw invalid('runner.invalid', 'producer', problems.issues, owner);
}
