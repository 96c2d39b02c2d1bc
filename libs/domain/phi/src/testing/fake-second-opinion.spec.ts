import { FakeSecondOpinion } from './fake-second-opinion.js';
import { describeSecondOpinion } from './second-opinion.laws.js';

describeSecondOpinion('fake', async () => {
  const opinion = new FakeSecondOpinion();
  return {
    opinion,
    down: () => {
      opinion.isDown = true;
    },
    close: () => undefined,
  };
});
