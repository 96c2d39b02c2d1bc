// `npm run phi:explain -- [--strict | --structured-only] [--json] "text"`, or the text on standard input: what the
// detector finds in it, which rule found it and how sure that rule is. Exit code 0 = printed, 2 = not understood.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { PHI_CATEGORIES, RuleDetector, type PhiSensitivity } from '@radiant/phi';
import { explain, inText } from './explain.js';

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      strict: { type: 'boolean' },
      'structured-only': { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
  const sensitivity: PhiSensitivity = values.strict
    ? 'strict'
    : values['structured-only']
      ? 'structured-only'
      : 'balanced';
  const text = positionals.length > 0 ? positionals.join(' ') : readFileSync(0, 'utf8');
  if (text.trim() === '') throw new Error('a text is needed, as an argument or on standard input');
  const detector = new RuleDetector(async () => undefined);
  const [matches = []] = await detector.detect([text], new Set(PHI_CATEGORIES), sensitivity);
  const colours = process.stdout.isTTY || process.env['FORCE_COLOR'] === '1';
  process.stdout.write(
    values.json
      ? `${JSON.stringify(matches)}\n`
      : `${inText(text, matches, colours)}\n\n${explain(text, matches, colours).join('\n')}\n`,
  );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'not understood'}\n`);
  process.exitCode = 2;
}
