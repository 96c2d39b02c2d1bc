// `npm run -s token -- --tenant ID --user ID --groups admin,auditor`: prints a token of the embedded issuer, valid 12 h.
// Exit code 0 = printed, 1 = not running or not embedded, 2 = not understood.
import { readEnvironment } from '@radiant/nest-kit';
import { embeddedIssuer, mintToken } from '@radiant/start';
import { readOptions, USAGE, type TokenOptions } from './options.js';

function options(): TokenOptions | undefined {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'not understood'}\n${USAGE}\n`);
    process.exitCode = 2;
    return undefined;
  }
}

async function print(subject: TokenOptions): Promise<void> {
  try {
    const environment = readEnvironment(process.env);
    if (!environment.embedded || environment.name === 'prod') {
      throw new Error('Tokens are printed for the embedded engines of `npm start` only: ask your identity provider.');
    }
    const { issuer, privateKey } = embeddedIssuer(environment.dataDirectory);
    process.stdout.write(`${await mintToken(issuer, privateKey, subject)}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'no token'}\n`);
    process.exitCode = 1;
  }
}

const subject = options();
if (subject) await print(subject);
