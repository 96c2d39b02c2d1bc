import type { Service } from '../agreement.js';
import type { ModelPrice } from '../model.js';

/** Whether a price holds what every call of the service costs. A model without it is refused, never free. */
export const isPricedFor = ({ rates }: ModelPrice, service: Service): boolean =>
  rates.input_tokens !== undefined && (service !== 'chat' || rates.output_tokens !== undefined);
