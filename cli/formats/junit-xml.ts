import { formatDiagnostic, type Diagnostic } from "../../compiler/core/diagnostic";

/** A suite as it is written. */
export interface Written {
  readonly name: string;
  readonly properties: readonly (readonly [string, string])[];
  readonly cases: readonly Case[];
}

export type Case = { readonly name: string; readonly classname: string } & (
  | { readonly kind: "passed" }
  | { readonly kind: "failed" | "skipped"; readonly message: string; readonly text?: string }
);

/**
 * JUnit XML that both the Jenkins plugin's schema and its readers take: three decimals, properties on
 * suites only. Times are zero: the same run gives the same file.
 */
export function junitSuites(written: readonly Written[], failure: string): string {
  const all = written.flatMap(({ cases }) => cases);
  const count = (cases: readonly Case[], kind: Case["kind"]) =>
    cases.filter((each) => each.kind === kind).length;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="cdktf-detections" tests="${all.length}" failures="${count(all, "failed")}" errors="0" time="0.000">`,
    ...written.flatMap(({ name, properties, cases }) => [
      `  <testsuite name="${xml(name)}" tests="${cases.length}" failures="${count(cases, "failed")}" errors="0" skipped="${count(cases, "skipped")}" time="0.000">`,
      `    <properties>`,
      ...properties.map(([key, value]) => `      <property name="${key}" value="${xml(value)}"/>`),
      `    </properties>`,
      ...cases.map((each) => caseXml(each, failure)),
      `  </testsuite>`,
    ]),
    `</testsuites>`,
  ].join("\n");
}

/** Files that cannot be read: a build server must not take their silence for success. */
export function unreadSuites(errors: readonly Diagnostic[]): readonly Written[] {
  return [...new Set(errors.map(({ path }) => path))].map((path) => {
    const own = errors.filter((each) => each.path === path);
    const message = `${own[0]?.code} ${own[0]?.message}`;
    const text = own.map(formatDiagnostic).join("\n");
    const classname = `gate.${stemOf(path)}`;
    const cases = [{ name: "can be read", classname, kind: "failed", message, text } as const];
    return { name: path, properties: [], cases };
  });
}

export function stemOf(path: string): string {
  return path.replace(/^.*[\\/]|\.(?:ya?ml|json)$/gi, "");
}

function caseXml(each: Case, failure: string): string {
  const head = `    <testcase classname="${xml(each.classname)}" name="${xml(each.name)}" time="0.000"`;
  switch (each.kind) {
    case "passed":
      return `${head}/>`;
    case "skipped":
      return `${head}><skipped message="${xml(each.message)}"/></testcase>`;
    case "failed":
      return `${head}><failure type="${failure}" message="${xml(each.message)}">${text(each.text ?? "")}</failure></testcase>`;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Text of an element; what XML 1.0 cannot hold becomes U+FFFD. */
function text(value: string): string {
  return (
    value
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "\ufffd")
      .replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char)
      .replace(/\r/g, "&#13;")
  );
}

/** Text of an attribute, whose line breaks a reader would take for blanks. */
function xml(value: string): string {
  return text(value).replace(/[\t\n]/g, (char) => `&#${char.charCodeAt(0)};`);
}
