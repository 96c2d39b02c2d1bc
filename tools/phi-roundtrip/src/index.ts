export { RoundTrip, type RoundTripReport } from './round-trip.js';
export { Random } from './random.js';
