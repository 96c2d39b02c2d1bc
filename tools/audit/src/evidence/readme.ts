import type { EvidenceFile } from '@radiant/audit';
import type { EvidencePeriod } from '@radiant/governance';
import type { TenantId } from '@radiant/kernel';

const ABOUT: Readonly<Record<string, string>> = {
  'audit.jsonl':
    "The whole audit trail of the tenant in the order of its chain, one row a line. 'content' is what the hashes cover; 'opened' shows in plain words what 'body' holds sealed.",
  'period.csv': 'The rows of the period that was asked for, as a table.',
  'checkpoints.jsonl': 'Signed ends of the chain, as they were kept outside the database.',
  'public-keys.json': 'The public keys that signatures are checked with.',
  'access-review.csv': 'Who has or had access: every key, app user and break-glass grant.',
  'verification.json':
    'What the gateway found when it verified the chain in its database just before. Rows that came meanwhile are counted there and are not in this bundle.',
};

/** What a bundle says of itself, for an auditor who has never seen one. */
export function readme(tenantId: TenantId, files: readonly EvidenceFile[], { from, to }: EvidencePeriod): string {
  const shown = (instant: number | undefined, open: string): string =>
    instant === undefined ? open : new Date(instant).toISOString();
  const period =
    from === undefined && to === undefined ? [] : [`Period: ${shown(from, 'the beginning')} to ${shown(to, 'now')}`];
  const names = files.map(({ name }) => name).filter((name) => ABOUT[name] !== undefined);
  return `${[
    'EVIDENCE OF THE AUDIT TRAIL OF A TENANT OF RADIANT',
    '',
    `Tenant: ${tenantId}`,
    ...period,
    '',
    'This folder names people who worked with the gateway. Keep it as you keep patient records.',
    '',
    'WHAT IS WHAT',
    '',
    ...names.flatMap((name) => [name, `  ${ABOUT[name]}`, '']),
    'manifest.json',
    '  The names, sizes and SHA-256 of all other files here, signed with Ed25519 by the gateway.',
    '',
    'HOW TO VERIFY IT',
    '',
    'With a copy of the RADIANT repository, on any machine, without network and without the gateway:',
    '  npm run audit:verify -- THIS_FOLDER',
    'Exit code 0: nothing is wrong; 1: something is, and it is named; 2: this is no such folder.',
    '',
    'It checks that the manifest is signed and every file is the one that was listed; that the content of every row has',
    'the hash that was recorded; that every row follows from the one before; that no row is missing, repeated or moved;',
    'that emptied rows were emptied by a recorded purge; and that the chain agrees with every checkpoint, so that neither',
    'its end was cut off nor all of it was made anew.',
    '',
    'WHAT THAT RESTS ON',
    '',
    'The keys in public-keys.json came with this folder. Ask whoever runs the gateway, by another way than the one this',
    'folder came by, for the id of the signing key, and compare it with the one that the verification prints. An id is the',
    'first 16 digits of the SHA-256 of the public key in DER: openssl pkey -pubin -in KEY.pem -outform DER | sha256sum',
    '',
    'Each hash can be computed without our code: the hash of a row is SHA-256 of',
    '  previous hash|sequence|tenant id|retention class|moment|content hash',
    "with 64 zeros before the first row. A checkpoint's signature is over tenant id|sequence|hash|moment.",
  ].join('\n')}\n`;
}
