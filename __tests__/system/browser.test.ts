import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";

import { Diagnostics } from "../../compiler/core/diagnostic";
import { ruleFiles } from "../../compiler/load/rule-files";
import { loadRules } from "../../compiler/rule-set/load-rules";
import { indexPage } from "../../review/html/index-page";
import { writeReview, type ReviewRule } from "../../review/review-files";
import { reviewSet } from "../../review/review-set";
import { HOSTILE, HOSTILE_COUNT } from "../review/hostile";
import { LONG, LONG_ID, ruleNumber } from "../review/long-rules";
import { detectionOf, rulesOf } from "../review/reviewed";
import { findChromium } from "../support/chromium";
import { describeIf, describeWithShared, shared } from "../support/optional";
import { ruleText } from "../support/rules";

type WindowOptions = Parameters<Browser["newPage"]>[0];

interface Shown<T> {
  readonly result: T;
  readonly complaints: readonly string[];
}

const executablePath = findChromium();

jest.setTimeout(600_000);

describeIf(executablePath !== undefined, "chromium", "the pages in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "review-pages-"));
  let browser: Browser;
  /** Windows that stay open, by their options: to open one costs as much as to show a page. */
  const windows = new Map<WindowOptions, Page>();

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  function write(
    name: string,
    rules: readonly ReviewRule[],
    diagnostics = new Diagnostics(),
  ): string {
    const at = join(folder, name);
    writeReview(rules, at, { diagnostics, targetTechniques: ["T1098", "T1530"] });
    return at;
  }

  /** Writes pages that several tests look at, once. */
  function writeOnce(name: string, rules: () => readonly ReviewRule[]): string {
    const at = join(folder, name);
    return existsSync(at) ? at : write(name, rules());
  }
  const longPages = () => writeOnce("long", () => rulesOf(LONG));
  const twoPages = () => writeOnce("two", twoRules);

  const shippedRules = () =>
    ruleFiles("rules/starter").map((path) => ({ detection: detectionOf(path) }));
  const twoRules = () =>
    ["aws-iam-access-key-created", "aws-iam-backdoor-user-keys"].map((name) => ({
      detection: detectionOf(`rules/starter/${name}.yml`),
    }));

  /** Opens a page in a new window and collects what a page that is well behaved does not do. */
  async function opened<T>(
    path: string,
    options: WindowOptions,
    work: (page: Page) => Promise<T>,
  ): Promise<Shown<T>> {
    const page = await browser.newPage(options);
    const shownPage = await shown(page, path, work);
    await page.close();
    return shownPage;
  }

  /** The same in the window that stays open. */
  async function openedNext<T>(
    path: string,
    options: WindowOptions,
    work: (page: Page) => Promise<T>,
  ): Promise<Shown<T>> {
    const page = windows.get(options) ?? (await browser.newPage(options));
    windows.set(options, page);
    const shownPage = await shown(page, path, work);
    page.removeAllListeners();
    return shownPage;
  }

  async function shown<T>(
    page: Page,
    path: string,
    work: (page: Page) => Promise<T>,
  ): Promise<Shown<T>> {
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
    return { result: await work(page), complaints };
  }

  /** What axe finds, and how far the page is wider than the window. */
  async function audit(page: Page): Promise<readonly string[]> {
    // The page's policy lets no script in; the debugger's own evaluation is not bound by it.
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
      const results = await inPage.run({ resultTypes: ["violations"] });
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
        const { result, complaints } = await openedNext(join(at, "rules", name), way, audit);
        const found = [...complaints, ...result];
        problems.push(...found.map((each) => `${name}, ${way.colorScheme}: ${each}`));
      }
    }
    return problems;
  }

  test("the shipped rules: nothing to complain about, wide and light, narrow and dark", async () => {
    expect(await problemsOf(write("shipped", shippedRules()))).toEqual([]);
  });

  test("tests of time on their lines: nothing to complain about", async () => {
    const rules = join(folder, "of-time");
    mkdirSync(rules);
    const base = { eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging" };
    const events = [{ at: "0s" }, { at: "9m", arrives: "20m" }];
    const tests = [{ name: "<b>twice</b>", alert: 1, events }];
    writeFileSync(join(rules, "a.yml"), ruleText({ triggerThreshold: 1 }));
    writeFileSync(join(rules, "a.tests.yml"), JSON.stringify({ base, tests }));
    const at = write("time", [{ detection: detectionOf(join(rules, "a.yml")) }]);
    expect(await problemsOf(at)).toEqual([]);
    const [page] = readdirSync(join(at, "rules")).filter((name) => name.endsWith(".html"));
    const { result } = await openedNext(join(at, "rules", page!), NARROW, (shownPage) =>
      shownPage.locator(".time-line svg").boundingBox(),
    );
    // Letters of a picture that is made as small as the window can be read by nobody.
    expect(result?.width).toBeGreaterThan(500);
  });

  test("rules full of markup show it and run none of it", async () => {
    const at = write("hostile", rulesOf(HOSTILE, HOSTILE_COUNT));
    expect(await problemsOf(at)).toEqual([]);
    const page = join(at, "rules", "11111111-2222-4333-8444-555555555555.html");
    const { result } = await opened(page, {}, (each) => each.locator("h1").innerText());
    expect(result).toContain("<script>alert(1)</script>");
  });

  test.each([800, 1024, 1280])(
    "long lists, names and titles stay within a window of %i pixels, and are folded",
    async (width) => {
      const at = longPages();
      const way = { viewport: { width, height: 900 } };
      for (const name of ["index.html", `rules/${LONG_ID}.html`]) {
        const { result } = await opened(join(at, name), way, (page) =>
          page.evaluate(() => {
            const { scrollWidth, clientWidth, scrollHeight } = document.documentElement;
            return { over: scrollWidth - clientWidth, height: scrollHeight };
          }),
        );
        expect([name, result.over]).toEqual([name, 0]);
        expect(result.height).toBeLessThan(15_000);
      }
    },
  );

  test("the list of sections stays in sight beside a long page, and its last line too", async () => {
    const path = join(longPages(), "rules", `${LONG_ID}.html`);
    await opened(path, WIDE, async (page) => {
      await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
      const box = await page.locator(".contents").boundingBox();
      expect(box?.y).toBeGreaterThanOrEqual(0);
      expect((box?.y ?? 0) + (box?.height ?? Infinity)).toBeLessThanOrEqual(900);
    });
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
      const at = write("filter", [...twoRules(), { detection: detectionOf(HOSTILE) }]);
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

    test("finds what rules look for: an event source, a call, a value, a verdict", async () => {
      const at = write("search", [...twoRules(), ...rulesOf(LONG)]);
      await opened(join(at, "index.html"), {}, async (page) => {
        for (const words of ["s3.amazonaws.com", "Call499", "role/name-499", "unsupported"]) {
          await page.locator("input[type=search]").fill(words);
          expect([words, await page.locator("#count").innerText()]).toEqual([
            words,
            "1 of 3 rules",
          ]);
        }
      });
    });

    test("is complete without scripts", async () => {
      const at = twoPages();
      const options = { javaScriptEnabled: false };
      const { result } = await opened(join(at, "index.html"), options, async (page) => ({
        rows: await shownRows(page),
        filter: await page.locator("#filter").isVisible(),
      }));
      expect(result).toEqual({ rows: 2, filter: false });
    });

    test("by keyboard: the first stop skips to the content, a header sorts", async () => {
      const at = twoPages();
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

    describe("of 1,000 rules", () => {
      const path = join(folder, "many.html");
      const size = 1000;

      beforeAll(() => {
        const rules = rulesOf(
          Array.from({ length: size }, (_, index) => ruleNumber(index)).join("---\n"),
        );
        writeFileSync(path, indexPage(reviewSet(rules)));
      });

      test.each([
        ["wide", WIDE],
        ["narrow", NARROW],
      ])("stays small, %s, and nothing is wrong with it", async (_, way) => {
        const { complaints, result } = await opened(path, way, async (page) => ({
          elements: await page.locator("*").count(),
          over: await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        }));
        expect(complaints).toEqual([]);
        expect(result.elements / size).toBeLessThan(40);
        expect(result.over).toBeLessThanOrEqual(0);
        expect(statSync(path).size / size).toBeLessThan(4_000);
      });

      test("is searched, filtered, sorted and reset", async () => {
        const { complaints } = await opened(path, {}, async (page) => {
          const count = () => page.locator("#count").innerText();
          expect(await count()).toBe("1000 rules");
          await page.locator("input[type=search]").fill("rule 77");
          // Ten end in 77, ten begin with it, 777 does both.
          expect(await count()).toBe("19 of 1000 rules");
          expect(await shownRows(page)).toBe(19);
          await page.getByText("Service", { exact: true }).first().click();
          await page.locator("input[name=service][value=service7]").check();
          // 77, 177 … 977, and 770 … 779 of which 777 alone is of the service.
          expect(await count()).toBe("10 of 1000 rules");
          await page.locator("#reset").click();
          await expectSoon(() => shownRows(page), size);
          await page.getByRole("button", { name: "Rule" }).click();
          expect(await page.locator("#rules tbody th").first().innerText()).toBe("Rule 0");
          await page.getByRole("button", { name: "Rule" }).click();
          expect(await page.locator("#rules tbody th").first().innerText()).toBe("Rule 999");
        });
        expect(complaints).toEqual([]);
      });
    });
  });

  describe("on paper", () => {
    const PAPER = { viewport: { width: 688, height: 900 }, colorScheme: "dark" } as const;
    const printed = async <T>(path: string, work: (page: Page) => Promise<T>) => {
      const { result } = await opened(path, PAPER, async (page) => {
        await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
        await page.emulateMedia({ media: "print" });
        return work(page);
      });
      return result;
    };
    /** What is wider than its place, and so cut. */
    const cut = (page: Page) =>
      page
        .locator("html, pre, .scroll")
        .evaluateAll((all) =>
          all
            .filter((each) => each.scrollWidth > each.clientWidth + 1)
            .map((each) => each.outerHTML.slice(0, 80)),
        );

    test("a rule's page opens what is folded and cuts nothing", async () => {
      const path = join(twoPages(), "rules", "0a5177f4-6ca9-44c2-aacf-d3f3d8b6e4d2.html");
      await printed(path, async (page) => {
        expect(await page.getByText('"contentVersion"').isVisible()).toBe(true);
        expect(await cut(page)).toEqual([]);
        expect(await page.locator(".contents").isVisible()).toBe(false);
        await page.evaluate(() => dispatchEvent(new Event("afterprint")));
        expect(await page.locator("details[open]").count()).toBe(0);
      });
    });

    test("an index that is filtered says how many rules it has left out", async () => {
      const index = join(twoPages(), "index.html");
      const { result } = await opened(index, PAPER, async (page) => {
        await page.locator("input[type=search]").fill("no such rule");
        await page.emulateMedia({ media: "print" });
        expect(await page.locator(".search, .facets, #reset").first().isVisible()).toBe(false);
        return page.getByText("0 of 2 rules").isVisible();
      });
      expect(result).toBe(true);
    });

    test("the index has all columns of its table and all of the matrix, on white", async () => {
      await printed(join(twoPages(), "index.html"), async (page) => {
        expect(await cut(page)).toEqual([]);
        expect(await page.locator("#rules tbody tr").first().locator("td:visible").count()).toBe(6);
        const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        expect(ground).toBe("rgb(255, 255, 255)");
      });
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
