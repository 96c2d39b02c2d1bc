import { readFileSync, writeFileSync } from 'node:fs';

/** By a pattern's name the ms that its proof took here. */
export type Proofs = Readonly<Record<string, number>>;

/** The proofs of the patterns as they were committed. */
export const readProofs = (file: string): Proofs => JSON.parse(readFileSync(file, 'utf8')) as Proofs;

export function writeProofs(proofs: Proofs, file: string): void {
  const sorted = Object.fromEntries(Object.entries(proofs).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(sorted, undefined, 2)}\n`);
}
