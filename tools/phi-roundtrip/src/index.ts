export { RoundTrip, type RoundTripReport } from './round-trip.js';
