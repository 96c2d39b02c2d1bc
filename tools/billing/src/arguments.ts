import { parseArgs, types } from 'node:util';

/** What was typed is none of our commands; the message says what of it, in one line. */
export class Misunderstood extends Error {}

/** The words and flags of a command line. @throws Misunderstood for a flag that there is not, or one without its value. */
export function parsedArguments(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        seed: { type: 'string' },
        url: { type: 'string' },
        token: { type: 'string' },
        histories: { type: 'string', default: '10000' },
        tenant: { type: 'string' },
        each: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    const [said = ''] = types.isNativeError(error) ? error.message.split('\n') : [];
    throw new Misunderstood(`${said.replace(/\. .*$/, '').replace(/\.$/, '')}. The commands stand in docs/billing.md.`);
  }
}
