import { DomainError } from '@radiant/kernel';
import type { Connection, Model, Provider } from '@radiant/registry';

/** Where OpenAI's chat completions are taken, after the provider's address. */
export const chatPath = (connection: Connection, model: Model): string =>
  connection.dialect === 'azure_openai'
    ? deploymentPath(connection, model, 'chat/completions')
    : '/v1/chat/completions';

/** @throws DomainError `validation_error` when the dialect has no embeddings. */
export function embeddingsPath({ connection }: Provider, model: Model): string {
  switch (connection.dialect) {
    case 'openai':
    case 'openai_responses':
      return '/v1/embeddings';
    case 'azure_openai':
      return deploymentPath(connection, model, 'embeddings');
    case 'anthropic':
      throw new DomainError('validation_error', 'model has a provider that makes no embeddings', { field: 'model' });
  }
}

/** What only OpenAI's own shape has, as OpenAI-compatible servers take it. @throws DomainError `validation_error`. */
export function plainPath({ dialect }: Connection, path: string): string {
  if (dialect === 'openai' || dialect === 'openai_responses') return path;
  throw new DomainError('validation_error', 'model has a provider that takes no such calls', { field: 'model' });
}

/** A model of Azure is a deployment, named in the address (Azure OpenAI, REST API reference, data plane inference). */
const deploymentPath = ({ apiVersion = '' }: Connection, { name }: Model, operation: string): string =>
  `/openai/deployments/${encodeURIComponent(name)}/${operation}?api-version=${encodeURIComponent(apiVersion)}`;
