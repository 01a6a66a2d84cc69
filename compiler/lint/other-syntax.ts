import { item } from "../core/example";
import { quote } from "../core/message";
import { parseNetwork } from "../sigma/network";
import { parseRegex } from "../sigma/regex";
import { lint } from "./lint";
import { textValues } from "./text-values";

export const placeholderAsText = lint({
  code: "DET429",
  severity: "warning",
  meaning: "A placeholder that nothing fills in.",
  example: item("userIdentity.userName: '%robots%'"),
  message: (value: string, field: string) => ({
    text: `${quote(value)} is compared as text; a placeholder is filled in under \`expand\` alone`,
    fix: `write ${quote(`${field}|expand`)}`,
  }),
  run(linted, warn) {
    for (const { looks, predicate, value, field } of textValues(linted)) {
      if (looks === "placeholder") warn(predicate.origin.span, [value, field.path]);
    }
  },
});

export const regexAsText = lint({
  code: "DET437",
  severity: "warning",
  meaning: "A regular expression without `re`.",
  example: item("userAgent: '^aws-cli/.*'"),
  message: (value: string, field: string, isRegex: boolean) => ({
    text: `${quote(value)} is compared as text, but it looks like a regular expression`,
    fix: isRegex
      ? `write ${quote(`${field}|re`)}`
      : "write a regular expression under `|re`, or wildcards (`*`, `?`) here",
  }),
  run(linted, warn) {
    for (const { looks, predicate, value, field } of textValues(linted)) {
      if (looks !== "regex") continue;
      warn(predicate.origin.span, [value, field.path, !("message" in parseRegex(value))]);
    }
  },
});

export const networkAsText = lint({
  code: "DET443",
  severity: "warning",
  meaning: "A network without `cidr`, at a field that holds addresses.",
  example: item("sourceIPAddress: 10.0.0.0/8"),
  message: (value: string, field: string) => ({
    text: `${quote(value)} is compared as text, but ${quote(field)} holds one address`,
    fix: `write ${quote(`${field}|cidr`)}`,
  }),
  run(linted, warn) {
    for (const { predicate, value, field } of textValues(linted)) {
      const network = value.replace(/^\*|\*$/g, "");
      const isNetwork = network.includes("/") && !("message" in parseNetwork(network));
      // Other fields, such as those of a security group, hold networks as text.
      if (field.holds === "address" && isNetwork) warn(predicate.origin.span, [value, field.path]);
    }
  },
});
