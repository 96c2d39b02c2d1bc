import type { Escaping } from '@radiant/phi';
import type { Patient } from './patients.js';
import type { Random } from './random.js';

/** One text of a turn. */
export interface TurnText {
  readonly text: string;
  readonly escaping: Escaping;
}

const NOISE: readonly [string, ...string[]] = [
  'plain words',
  ...[
    'phi 10001',
    '[PHI_NAME_10000]',
    '[phi_ssn_48213]',
    '\\[PHI\\_NAME\\_1',
    '😀',
    '[',
    'may improve',
    '"quoted"',
    '\n',
  ],
];
const LINKS: readonly [string, ...string[]] = ['. ', ', ', '\n', ' and ', '; '];

/** What somebody says of the patients: names in every form, identifiers, and what looks like placeholders and is none. */
export function newTexts(random: Random, patients: readonly [Patient, ...Patient[]]): readonly TurnText[] {
  if (random.chance(15)) return [{ text: `${random.pick(NOISE)} ${random.pick(NOISE)}`, escaping: 'none' }];
  return Array.from({ length: 1 + random.below(2) }, () => {
    const text = Array.from({ length: 1 + random.below(4) }, () => phrase(random, random.pick(patients))).join('');
    return random.chance(25) ? { text: JSON.stringify({ note: text }), escaping: 'json' } : { text, escaping: 'none' };
  });
}

function phrase(random: Random, { names, identifiers }: Patient): string {
  const [name, ...others] = names;
  const form = random.pick([name ?? '', ...others]);
  const identifier = random.pick([identifiers[0] ?? '', ...identifiers.slice(1)]);
  const said = random.pick([
    `Patient: ${form}`,
    `Dr. ${form}`,
    `see ${form}`,
    `patient ${form}, ${identifier}`,
    identifier,
  ]);
  return (random.chance(20) ? `${random.pick(NOISE)} ` : '') + said + random.pick(LINKS);
}
