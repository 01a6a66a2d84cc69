import { tmpdir } from "node:os";

import { CODES } from "../../cli/codes";
import { detections } from "./command";

const explain = (...args: readonly string[]) => detections(tmpdir(), "explain", ...args);

describe("explain", () => {
  test("tells meaning, example, message and fix, in whatever case the code is written", async () => {
    const { code, stdout, stderr } = await explain("det420");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(
      /^DET420 \(warning\): A field that no event has\.\n\nExample:\n {4}detection:\n/,
    );
    expect(stdout).toMatch(/\n\nMessage: no event .*\nFix: write `eventName`\n$/);
  });

  test("tells every code", async () => {
    for (const name of Object.keys(CODES)) {
      const { code, stdout } = await explain(name);
      expect([code, stdout]).toEqual([0, expect.stringContaining(`${name} (`)]);
    }
  });

  test("gives the same as JSON", async () => {
    const { stdout } = await explain("DET530", "--format", "json");
    expect(JSON.parse(stdout)).toEqual({ code: "DET530", ...CODES["DET530"] });
    expect(JSON.parse(stdout)).toMatchObject({ severity: "error", fix: expect.any(String) });
  });

  test.each([
    [["DET4200"], /^cdktf-detections: there is no code 'DET4200': Did you mean DET420\?\n$/],
    [["wider"], /^cdktf-detections: there is no code 'wider': a code is DET and three digits\n$/],
    [[], /missing required argument 'code'\nusage: cdktf-detections explain <code> \[options\]/],
  ])("says what is wrong with %j", async (args, says) => {
    const { code, stdout, stderr } = await explain(...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(says);
  });
});
