import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A Chromium to test pages in: the one of `CHROMIUM_PATH`, else one on the path, else undefined. */
export function findChromium(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const candidates = [
    process.env["CHROMIUM_PATH"],
    ...["chromium", "chromium-browser", "google-chrome"].flatMap((name) =>
      folders.map((folder) => join(folder, name)),
    ),
  ];
  return candidates.find((path) => path !== undefined && existsSync(path));
}
