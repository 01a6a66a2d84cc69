import { join } from "node:path";
import { App } from "cdktf";
import { Construct } from "constructs";

import { isArmBaseUrl, isPagesUrl } from "../review/publish-address";
import { writeReview } from "../review/review-files";
import { diagnosticsOf, stackOf } from "./app/app-diagnostics";
import { budgetsOf, deployedRules } from "./app/deployed-rules";
import { omitUndefined } from "./props/omit-undefined";
import { isText, TEXT, type PropTypes } from "./props/prop-types";
import { validateProps } from "./props/validate-props";

export interface DetectionReviewProps {
  /**
   * Folder of the pages, inside the folder that the app is synthesised to.
   * @default "review"
   */
  readonly folder?: string;
  /**
   * Title of the pages.
   * @default "Detection review"
   */
  readonly title?: string;
  /**
   * Address that the review's `rules` folder will have. Azure deploys a template only from an address
   * that it can reach.
   * @default - no link to deploy
   */
  readonly armBaseUrl?: string;
  /**
   * Address that the review's folder will have, for the links of `index.md` where it becomes a comment
   * on a pull request.
   * @default - they lead to the Markdown beside it
   */
  readonly pagesUrl?: string;
}

const DETECTION_REVIEW_TYPES: PropTypes<DetectionReviewProps> = {
  folder: {
    allowed: "a folder inside that of the app's output",
    fits: (value) => isText(value) && !value.split(/[\\/]/).includes(".."),
  },
  title: TEXT,
  armBaseUrl: {
    allowed: "an address that Azure reaches, https://…",
    fits: (value) => typeof value === "string" && isArmBaseUrl(value),
  },
  pagesUrl: {
    allowed: "an address, https://…",
    fits: (value) => typeof value === "string" && isPagesUrl(value),
  },
};

/**
 * The review pages of every detection of the app, in all stacks, written when it is synthesised. Stands
 * in one of the stacks, or under the app itself. Made before the detections, it has their annotations
 * point to their pages.
 */
export class DetectionReview extends Construct {
  constructor(scope: Construct, id: string, props: DetectionReviewProps = {}) {
    super(scope, id);
    if (!validateProps(this, props, DETECTION_REVIEW_TYPES)) return;
    const { folder = "review", title, armBaseUrl, pagesUrl } = props;
    const app = diagnosticsOf(this);
    app.reviewFolder = folder;
    onSynthesis(this, (outdir) => {
      writeReview(deployedRules(app), join(outdir, folder), {
        diagnostics: app.findings,
        budgets: budgetsOf(app),
        ...omitUndefined({ title, armBaseUrl, pagesUrl }),
      });
    });
  }
}

/** Has something written into the app's output, once nothing is wrong with what it is written from. */
function onSynthesis(construct: Construct, write: (outdir: string) => void): void {
  const { root } = construct.node;
  if (stackOf(construct) === undefined && App.isApp(root)) {
    // CDKTF asks the app itself last, when all stacks are written; it has no other hook outside a stack.
    root.node.addValidation({
      validate: () => {
        write(root.outdir);
        return [];
      },
    });
    return;
  }
  const onSynthesize = ({ outdir }: { readonly outdir: string }) => write(outdir);
  Object.defineProperty(construct, CUSTOM_SYNTHESIS, { value: { onSynthesize } });
}

/** What CDKTF looks for at a construct of a stack, which assets use too; not exported by name. */
const CUSTOM_SYNTHESIS = Symbol.for("cdktf/customSynthesis");
