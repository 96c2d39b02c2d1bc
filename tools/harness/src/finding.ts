/** One figure of a proof. */
export interface Finding {
  readonly what: string;
  readonly figure: string;
  readonly required: string;
  readonly met: boolean;
}

/** Prints the figures. @returns whether all are as required. */
export function report(title: string, findings: readonly Finding[], say: (line: string) => void): boolean {
  say(title);
  for (const { what, figure, required, met } of findings) {
    say(`  ${met ? 'ok   ' : 'SHORT'} ${what}: ${figure} (required: ${required})`);
  }
  return findings.every(({ met }) => met);
}

/** A figure that is printed and not held against anything. */
export const told = (what: string, figure: string): Finding => ({ what, figure, required: 'none', met: true });
