import { createHash } from "node:crypto";
import type { ComponentChildren, VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { SCRIPT } from "./script";
import { STYLE } from "./style";

interface PageProps {
  /** What the page is of; the set's title follows it. */
  readonly title: string;
  readonly set: string;
  /** Way from the page to the index, `""` for the index itself. */
  readonly root: string;
  readonly children: ComponentChildren;
}

/** Nothing but this page's own style and script: no request, no script from a rule's text. */
const POLICY = [
  "default-src 'none'",
  `style-src '${hash(STYLE)}'`,
  `script-src '${hash(SCRIPT)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

function Page({ title, set, root, children }: PageProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>{title === set ? set : `${title} · ${set}`}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        {root === "" ? null : (
          <header class="top">
            <nav aria-label="Breadcrumb">
              <a class="brand" href={`${root}index.html`}>
                {set}
              </a>
              <span aria-hidden="true" class="crumb">
                /
              </span>
              <span class="crumb-here">{title}</span>
            </nav>
          </header>
        )}
        {children}
        <script dangerouslySetInnerHTML={{ __html: SCRIPT }} />
      </body>
    </html>
  );
}

/** A whole document. Characters that steer a reader's eye or terminal are shown by their number. */
export function renderPage(props: Omit<PageProps, "children">, body: VNode): string {
  const html = `<!doctype html>\n${renderToString(<Page {...props}>{body}</Page>)}\n`;
  if (!SUSPECT.test(html)) return html;
  return html.replace(STEERING, (char) => `⟨U+${codeOf(char)}⟩`);
}

/** Controls except tab and line break, directional overrides and isolates, lone surrogates. */
const STEERING =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu;

/** The same and any other half of a character: whether there can be one of them, found faster. */
const SUSPECT =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/;

function codeOf(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
