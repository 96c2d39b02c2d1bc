import { closeSync, openSync, writeSync } from 'node:fs';

/** What an app says, in a file that only its owner can read. Where the disk is full lines are lost, and nothing stops. */
export class LogFile {
  private readonly file: number;

  constructor(file: string) {
    this.file = openSync(file, 'a', 0o600);
  }

  write(text: Buffer): void {
    try {
      writeSync(this.file, text);
    } catch {
      // the next line may find room again
    }
  }

  close(): void {
    closeSync(this.file);
  }
}
