import { DomainError } from '@radiant/kernel';

const FEWEST_CHARACTERS = 16;
const FEWEST_DIFFERENT = 6;
const FEWEST_BESIDE_WORDS = 8;
const LONGEST_PATTERN = 8;
/** A random secret has less than one such step in four. */
const MOST_EVEN_STEPS = 0.75;

const WORDS = [
  ...['password', 'passwort', 'passw0rd', 'p@ssw0rd', 'passphrase', 'pass', 'changeme', 'change-me', 'change_me'],
  ...['changeit', 'replaceme', 'replace', 'change', 'secret', 'private', 'postgres', 'postgresql', 'database', 'admin'],
  ...['administrator', 'root', 'default', 'radiant', 'example', 'sample', 'test', 'demo', 'dummy', 'placeholder'],
  ...['insecure', 'unsafe', 'development', 'master', 'token', 'apikey', 'jwt', 'key', 'user', 'guest', 'welcome'],
  ...['letmein', 'hunter2', 'iloveyou', 'foobar', 'qwertyuiop', 'qwertzuiop', 'asdfghjkl', 'zxcvbnm', 'qwerty', 'asdf'],
  ...['correcthorsebatterystaple', 'correct', 'horse', 'battery', 'staple', 'minioadmin', 'xxxx'],
].sort((a, b) => b.length - a.length);
const WORD = new RegExp(WORDS.join('|'), 'g');
const SEPARATOR = /[-_.:/\s]/g;
const COUNTING = /0123456789|1234567890|123456789|12345678|123456|12345|1234|123|20\d\d|!+$/g;

/** What is wrong with a secret, in words that go after a name; undefined when nothing is. Never quotes it. */
export function secretWeakness(secret: string): string | undefined {
  if (secret.trim() === '') return 'is empty';
  if (secret.trim().length < FEWEST_CHARACTERS) return `is shorter than ${FEWEST_CHARACTERS} characters`;
  if (new Set(secret).size < FEWEST_DIFFERENT || isRepetition(secret)) return 'repeats a few characters';
  if (isSequence(secret)) return 'is a sequence of neighbouring characters';
  if (besideWords(secret).length < FEWEST_BESIDE_WORDS) return 'is a default or is made of common words';
  return undefined;
}

/**
 * A secret of the environment. @returns it.
 * @throws DomainError `validation_error` that names the variable and never shows the value.
 */
export function requireStrongSecret(variable: string, value: string | undefined): string {
  const weakness = secretWeakness(value ?? '');
  if (value !== undefined && weakness === undefined) return value;
  throw new DomainError(
    'validation_error',
    `${variable} ${weakness}; expected at least ${FEWEST_CHARACTERS} random characters (openssl rand -base64 24)`,
    { field: variable },
  );
}

function isRepetition(secret: string): boolean {
  const periods = Array.from({ length: LONGEST_PATTERN }, (_, index) => index + 1);
  return periods.some((period) => secret.slice(period) === secret.slice(0, -period));
}

function isSequence(secret: string): boolean {
  const steps = Array.from({ length: secret.length - 1 }, (_, at) => secret.charCodeAt(at + 1) - secret.charCodeAt(at));
  return steps.filter((step) => Math.abs(step) <= 1).length >= steps.length * MOST_EVEN_STEPS;
}

const besideWords = (secret: string): string =>
  secret.toLowerCase().replace(WORD, '').replace(SEPARATOR, '').replace(COUNTING, '');
