const { default: Sequencer } = require('@jest/test-sequencer');

/** Stories take longest and are short to read: by size they would come last, and one worker would wait for the other. */
class StoriesFirst extends Sequencer {
  sort(tests) {
    const isStory = ({ path }) => path.includes('/test/stories/');
    const sorted = super.sort(tests);
    return [...sorted.filter(isStory), ...sorted.filter((test) => !isStory(test))];
  }
}

module.exports = StoriesFirst;
