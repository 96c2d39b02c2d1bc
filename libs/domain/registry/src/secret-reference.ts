/** Where a secret is found, as a row may say it. */
export type SecretReference =
  | { readonly kind: 'environment'; readonly name: string }
  | {
      readonly kind: 'secrets_manager';
      readonly arn: string;
      readonly region: string;
      /** Of a secret that is a JSON object; undefined: all of its text. */
      readonly field: string | undefined;
    };

/** Completes `<field> must be …`. */
export const SECRET_REFERENCE_FORM =
  'a reference and never the secret: env:NAME, where NAME ends in _KEY, _TOKEN, _CERTIFICATE or _CA and belongs to no ' +
  'part of the gateway, or secret:ARN or secret:ARN#field of AWS Secrets Manager';

/** Whoever may name a variable chooses what is sent to an upstream, so the platform's own can't be named. */
const OWN = /^(?:RADIANT|LITELLM|AWS|PG|DATABASE|MIGRATION|OIDC|KMS|NODE|NPM)_/;
const BEDROCK = 'AWS_BEARER_TOKEN_BEDROCK';
const VARIABLE = /^[A-Z][A-Z0-9_]{0,119}_(?:KEY|TOKEN|CERTIFICATE|CA)$/;
const ARN = /^arn:aws[a-z-]*:secretsmanager:([a-z0-9-]{1,40}):[0-9]{12}:secret:[A-Za-z0-9/_+=.@!-]{1,300}$/;
const FIELD = /^[A-Za-z0-9_.-]{1,64}$/;

/** @returns undefined for what is no reference. */
export function secretReference(text: string): SecretReference | undefined {
  const colon = text.indexOf(':');
  const rest = text.slice(colon + 1);
  switch (text.slice(0, colon)) {
    case 'env':
      return rest === BEDROCK || (VARIABLE.test(rest) && !OWN.test(rest))
        ? { kind: 'environment', name: rest }
        : undefined;
    case 'secret':
      return ofSecretsManager(rest);
    default:
      return undefined;
  }
}

function ofSecretsManager(text: string): SecretReference | undefined {
  const [arn = '', field, ...more] = text.split('#');
  const region = ARN.exec(arn)?.[1];
  if (region === undefined || more.length > 0 || (field !== undefined && !FIELD.test(field))) return undefined;
  return { kind: 'secrets_manager', arn, region, field };
}
