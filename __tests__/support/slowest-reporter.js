const { relative } = require("node:path");

const SHOWN = 10;

/** Prints the slowest test files of a run of many, so that the limits on its length can be kept. */
module.exports = class SlowestReporter {
  onRunComplete(_contexts, { testResults }) {
    if (testResults.length <= SHOWN) return;
    const seconds = ({ perfStats }) => Math.round((perfStats.end - perfStats.start) / 1000);
    const slowest = [...testResults].sort((a, b) => seconds(b) - seconds(a)).slice(0, SHOWN);
    const lines = slowest.map(
      (each) => `${String(seconds(each)).padStart(5)} s  ${relative("", each.testFilePath)}`,
    );
    console.log(["Slowest test files:", ...lines].join("\n"));
  }
};
