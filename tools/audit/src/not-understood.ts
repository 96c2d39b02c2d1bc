/** What was asked for, or what was given, is not understood: nothing was verified. Exit code 2. */
export class NotUnderstood extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotUnderstood';
  }
}
