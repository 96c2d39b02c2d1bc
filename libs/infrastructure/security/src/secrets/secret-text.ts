import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** The text of a secret of AWS Secrets Manager; undefined when it is not text. Throws whatever the client throws. */
export async function secretText(client: SecretsManagerClient, arn: string): Promise<string | undefined> {
  return (await client.send(new GetSecretValueCommand({ SecretId: arn }))).SecretString;
}
