import { readFileSync } from "node:fs";
import { join } from "node:path";

import { apiPage } from "../../scripts/api";

describe("the page of the public API", () => {
  test("is the one that the code gives (npm run docs)", () => {
    expect(readFileSync(join(__dirname, "../../docs/api.md"), "utf8")).toBe(apiPage());
  });

  test("shows what users write: props, and what their types speak of", () => {
    const page = apiPage();
    expect(page).toContain("interface DetectionPackProps");
    expect(page).toContain("type Verdict =");
    expect(page).not.toMatch(/: any\b/);
  });
});
