import { outbound } from '@radiant/composition';
import type { Clock } from '@radiant/kernel';
import { EnvironmentError, type Environment } from '@radiant/nest-kit';
import { UndiciModelProvider, type Deadlines } from '@radiant/providers';
import { createSecretsClient, ReferencedSecrets } from '@radiant/security';

/** The way to the models, with the secrets of their providers. @throws EnvironmentError naming the variable. */
export function openUpstreams(environment: Environment, deadlines: Deadlines, clock: Clock) {
  const { egress } = environment;
  const secrets = new ReferencedSecrets(
    {
      variable: environment.variable,
      client: (region) => createSecretsClient({ region }),
      own: new Set(environment.databaseSecret ? [environment.databaseSecret.arn] : []),
    },
    clock,
  );
  const provider = new UndiciModelProvider(
    {
      defaultBaseUrl: requiredUpstream(environment),
      ...(egress.litellmKey !== undefined && { defaultKey: egress.litellmKey }),
      deadlines,
      allowedOrigins: environment.allowedUpstreams,
      allowLoopback: environment.embedded,
      ...outbound(environment),
    },
    secrets,
  );
  return {
    provider,
    async close(): Promise<void> {
      await provider.close();
      secrets.close();
    },
  };
}

function requiredUpstream({ litellmUrl }: Environment): string {
  if (litellmUrl !== undefined) return litellmUrl;
  throw new EnvironmentError(['LITELLM_URL must be the address of an OpenAI-compatible upstream, without /v1']);
}
