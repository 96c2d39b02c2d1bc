import { DomainError } from '@radiant/kernel';
import type { Connection, Model, Provider } from '@radiant/registry';

/** Where a dialect takes chat calls, after the provider's address. */
export function chatPath(connection: Connection, model: Model): string {
  switch (connection.dialect) {
    case 'openai':
      return '/v1/chat/completions';
    case 'azure_openai':
      return deploymentPath(connection, model, 'chat/completions');
    case 'anthropic':
      return '/v1/messages';
  }
}

/** @throws DomainError `validation_error` when the dialect has no embeddings. */
export function embeddingsPath({ connection }: Provider, model: Model): string {
  switch (connection.dialect) {
    case 'openai':
      return '/v1/embeddings';
    case 'azure_openai':
      return deploymentPath(connection, model, 'embeddings');
    case 'anthropic':
      throw new DomainError('validation_error', 'model has a provider that makes no embeddings', { field: 'model' });
  }
}

/** A model of Azure is a deployment, named in the address (Azure OpenAI, REST API reference, data plane inference). */
const deploymentPath = ({ apiVersion = '' }: Connection, { name }: Model, operation: string): string =>
  `/openai/deployments/${encodeURIComponent(name)}/${operation}?api-version=${encodeURIComponent(apiVersion)}`;
