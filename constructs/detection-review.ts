import { join } from "node:path";
import { Construct } from "constructs";
import type { Detection } from "../compiler/ir/detection";
import { writeReview, type ReviewRule } from "../review/review-files";
import { areFormed, FORMS } from "./prop-forms";
import { registerOf } from "./register";
import type { Shared } from "./shared";

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
}

/**
 * The review pages of every detection of the app, in all stacks, written when it is synthesised. Made
 * before the detections, it has their annotations point to their pages.
 */
export class DetectionReview extends Construct {
  constructor(scope: Construct, id: string, props: DetectionReviewProps = {}) {
    super(scope, id);
    if (!areFormed(this, props, FORMS.review)) return;
    const { folder = "review", title, armBaseUrl } = props;
    const register = registerOf(this);
    register.reviewFolder = folder;
    onSynthesis(this, (outdir) => {
      writeReview(deployedRules(register.shared), join(outdir, folder), {
        diagnostics: register.findings,
        ...(title === undefined ? {} : { title }),
        ...(armBaseUrl === undefined ? {} : { armBaseUrl }),
      });
    });
  }
}

/** What CDKTF looks for at a construct of a stack, which assets use too; not exported by name. */
const CUSTOM_SYNTHESIS = Symbol.for("cdktf/customSynthesis");

function onSynthesis(construct: Construct, write: (outdir: string) => void): void {
  const onSynthesize = ({ outdir }: { readonly outdir: string }) => write(outdir);
  Object.defineProperty(construct, CUSTOM_SYNTHESIS, { value: { onSynthesize } });
}

/** Every rule once, wherever it is deployed, in the order of their files. */
function deployedRules({ cloudwatch, sentinel }: Shared): readonly ReviewRule[] {
  const rules = new Map<string | undefined, ReviewRule>();
  for (const { detection, settings } of [...cloudwatch, ...sentinel]) {
    const { accept, regex, shadow } = settings;
    const known = rules.get(detection.id);
    if (known === undefined) rules.set(detection.id, { detection, accept, regex, shadow });
  }
  return [...rules.values()].sort((a, b) => byPath(a.detection, b.detection));
}

function byPath(a: Detection, b: Detection): number {
  return a.source.path < b.source.path ? -1 : 1;
}
