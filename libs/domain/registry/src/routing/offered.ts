import { SERVICES, type Service } from '../agreement.js';
import type { Model } from '../model.js';

/** What a model may be asked for whose capabilities name no service: registries before theirs were written hold such. */
const OFFERED_UNNAMED: readonly Service[] = ['chat', 'embeddings'];

/** Whether a model may be asked for a service. A chat with a model that embeds would be priced by rates that are not for it. */
export function offers({ capabilities }: Model, service: Service): boolean {
  if (capabilities.includes(service)) return true;
  return OFFERED_UNNAMED.includes(service) && !SERVICES.some((named) => capabilities.includes(named));
}
