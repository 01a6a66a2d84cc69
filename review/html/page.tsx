import { createHash } from "node:crypto";
import type { ComponentChildren, VNode } from "preact";
import { renderToString } from "preact-render-to-string";

import { visible } from "../visible";
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

/** A whole document, in which every character can be seen. */
export function renderPage(props: Omit<PageProps, "children">, body: VNode): string {
  return visible(`<!doctype html>\n${renderToString(<Page {...props}>{body}</Page>)}\n`);
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
