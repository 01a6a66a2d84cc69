import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The version of the package, whether it runs from its sources or built. */
export function version(): string {
  const file = ["..", "../.."]
    .map((up) => join(__dirname, up, "package.json"))
    .find((path) => existsSync(path));
  const read: unknown = file === undefined ? {} : JSON.parse(readFileSync(file, "utf8"));
  const isPackage = typeof read === "object" && read !== null && "version" in read;
  return isPackage ? String(read.version) : "0.0.0";
}
