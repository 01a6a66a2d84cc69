const { default: Sequencer } = require("@jest/test-sequencer");

/**
 * System tests first, the longest of a run: the short files then fill both cores to the end. Among
 * themselves as Jest has them: by the time they took, and where that is not known by size.
 */
module.exports = class LongFirst extends Sequencer {
  sort(tests) {
    const isSystem = ({ context }) => context.config.displayName?.name === "system";
    return [
      ...super.sort(tests.filter(isSystem)),
      ...super.sort(tests.filter((test) => !isSystem(test))),
    ];
  }
};
