/** A text that may be a URL, without the user and the password in it. Up to the last `@`: a password may hold one. */
export function withoutUserInfo(text: string): string {
  return text.replace(/\/\/.*@/s, '//…@');
}
