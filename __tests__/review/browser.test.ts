import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";
import { Diagnostics } from "../../compiler/diagnostic";
import { loadRules } from "../../compiler/load-rules";
import { ruleFiles } from "../../compiler/rule-files";
import { reviewFiles } from "../../review/review-files";
import type { ReviewInput } from "../../review/review-set";
import { writeReview } from "../../review/write-review";
import { findChromium } from "../support/chromium";
import { describeIf, describeWithShared, shared } from "../support/optional";
import { HOSTILE } from "./hostile";
import { detectionOf, reviewed } from "./reviewed";

const executablePath = findChromium();

jest.setTimeout(600_000);

describeIf(executablePath !== undefined, "chromium", "the pages in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "review-pages-"));
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  function write(name: string, inputs: readonly ReviewInput[], diagnostics?: Diagnostics): string {
    const at = join(folder, name);
    const options = { diagnostics: diagnostics?.all ?? [], targetTechniques: ["T1098", "T1530"] };
    writeReview(reviewFiles(inputs, options), at);
    return at;
  }

  const shippedRules = () => ruleFiles("rules").map(reviewed);

  /** Opens a page and collects what a page that is well behaved does not do. */
  async function opened<T>(
    path: string,
    options: Parameters<Browser["newPage"]>[0],
    work: (page: Page) => Promise<T>,
  ): Promise<{ result: T; complaints: readonly string[] }> {
    const page = await browser.newPage(options);
    const complaints: string[] = [];
    const url = pathToFileURL(path).href;
    page.on("console", (message) => complaints.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("request", (request) => {
      if (request.url() !== url) complaints.push(`request: ${request.url()}`);
    });
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(url);
    const result = await work(page);
    await page.close();
    return { result, complaints };
  }

  /** What axe finds, and how far the page is wider than the window. */
  async function audit(page: Page): Promise<readonly string[]> {
    // The page's policy lets no script in; the debugger's own evaluation is not bound by it.
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const results = await (globalThis as unknown as { axe: typeof axe }).axe.run();
      return results.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
      );
    });
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    return over > 0 ? [...found, `wider than the window by ${over}px`] : found;
  }

  const WIDE = { colorScheme: "light", viewport: { width: 1280, height: 900 } } as const;
  const NARROW = { colorScheme: "dark", viewport: { width: 320, height: 900 } } as const;

  /** All that is wrong with the pages: each is opened in both ways, or in turn in one of them. */
  async function problemsOf(at: string, ways: "both" | "in turn" = "both") {
    const problems: string[] = [];
    const pages = readdirSync(join(at, "rules")).filter((name) => name.endsWith(".html"));
    for (const [index, name] of ["../index.html", ...pages].entries()) {
      const turn = [index % 2 === 0 ? WIDE : NARROW];
      for (const way of ways === "both" || index === 0 ? [WIDE, NARROW] : turn) {
        const { result, complaints } = await opened(join(at, "rules", name), way, audit);
        const found = [...complaints, ...result];
        problems.push(...found.map((each) => `${name}, ${way.colorScheme}: ${each}`));
      }
    }
    return problems;
  }

  test("the shipped rules: nothing to complain about, wide and light, narrow and dark", async () => {
    expect(await problemsOf(write("shipped", shippedRules()))).toEqual([]);
  });

  test("a rule full of markup shows it and runs none of it", async () => {
    const at = write("hostile", [{ detection: detectionOf(HOSTILE) }]);
    expect(await problemsOf(at)).toEqual([]);
    const page = join(at, "rules", "11111111-2222-4333-8444-555555555555.html");
    const { result } = await opened(page, {}, (each) => each.locator("h1").innerText());
    expect(result).toContain("<script>alert(1)</script>");
  });

  describeWithShared("public rules", () => {
    test("all of them: nothing to complain about", async () => {
      const diagnostics = new Diagnostics();
      const paths = ["sigma/rules/aws", "sigma/rules/aws-unsupported", "sentinel/rules"];
      const rules = loadRules(
        paths.flatMap((path) => ruleFiles(shared(path))),
        diagnostics,
      );
      expect(rules.length).toBeGreaterThan(40);
      expect(await problemsOf(write("public", rules, diagnostics), "in turn")).toEqual([]);
    });
  });

  describe("the index", () => {
    const shownRows = (page: Page) => page.locator("#rules tbody tr:visible").count();

    test("filters by words and facets, says how many are left, and keeps it in the address", async () => {
      const at = write("filter", [...shippedRules(), { detection: detectionOf(HOSTILE) }]);
      const { complaints } = await opened(join(at, "index.html"), {}, async (page) => {
        expect(await shownRows(page)).toBe(3);
        await page.getByText("Level", { exact: true }).first().click();
        await page.locator("input[name=level][value=medium]").check();
        expect(await shownRows(page)).toBe(2);
        await page.locator("input[name=level][value=high]").check();
        expect(await shownRows(page)).toBe(3);
        await page.locator("input[name=level][value=high]").uncheck();
        await page.locator("input[type=search]").fill("another user");
        expect(await page.locator("#count").innerText()).toBe("1 of 3 rules");
        expect(page.url()).toContain("level=medium");
        await page.reload();
        expect(await shownRows(page)).toBe(1);
        await page.locator("#reset").click();
        await expectSoon(() => shownRows(page), 3);
      });
      expect(complaints).toEqual([]);
    });

    test("is complete without scripts", async () => {
      const at = write("no-script", shippedRules());
      const options = { javaScriptEnabled: false };
      const { result } = await opened(join(at, "index.html"), options, async (page) => ({
        rows: await shownRows(page),
        filter: await page.locator("#filter").isVisible(),
      }));
      expect(result).toEqual({ rows: 2, filter: false });
    });

    test("by keyboard: the first stop skips to the content, a header sorts", async () => {
      const at = write("keyboard", shippedRules());
      await opened(join(at, "index.html"), {}, async (page) => {
        await page.keyboard.press("Tab");
        expect(await page.locator(":focus").innerText()).toBe("Skip to the content");
        const titles = () => page.locator("#rules tbody th").allInnerTexts();
        await page.getByRole("button", { name: "Rule" }).focus();
        await page.keyboard.press("Enter");
        const ascending = await titles();
        expect(ascending).toEqual([...ascending].sort());
        await page.keyboard.press("Enter");
        expect(await titles()).toEqual([...ascending].reverse());
      });
    });

    test("stays usable with 1,000 rules", async () => {
      const { detection } = reviewed("rules/aws/iam/aws-iam-access-key-created.yml");
      const many = Array.from({ length: 1000 }, (_, index) => ({
        detection: {
          ...detection,
          title: `Rule ${index}`,
          id: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
        },
      }));
      const index = reviewFiles(many).filter(({ path }) => path === "index.html");
      writeReview(index, join(folder, "many"));
      const path = join(folder, "many", "index.html");
      const { complaints, result } = await opened(path, {}, async (page) => {
        await page.locator("input[type=search]").fill("rule 77");
        return page.locator("#count").innerText();
      });
      // Ten end in 77, ten begin with it, 777 does both.
      expect(result).toBe("19 of 1000 rules");
      expect(complaints).toEqual([]);
    });
  });

  test("printed, folded parts are open and no line of code is cut", async () => {
    const inputs = shippedRules().map((input) => ({ ...input, armTemplate: '{ "arm": true }\n' }));
    const at = write("print", inputs);
    const path = join(at, "rules", "0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2.html");
    await opened(path, { viewport: { width: 700, height: 900 } }, async (page) => {
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      await page.emulateMedia({ media: "print" });
      expect(await page.getByText('{ "arm": true }').isVisible()).toBe(true);
      const cut = await page
        .locator("pre")
        .evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth).length);
      expect(cut).toBe(0);
    });
  });
});

async function expectSoon(read: () => Promise<number>, expected: number): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    if ((await read()) === expected) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  expect(await read()).toBe(expected);
}
