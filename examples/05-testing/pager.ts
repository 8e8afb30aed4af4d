/** Whom to call when something is wrong. A test has another one. */
export class Pager {
  page(message: string): void {
    console.log(`pager: ${message}`);
  }
}
