import { CLOUDS, type Cloud } from "../../compiler/targets/verdict";
import type { Timeline } from "../model";

const ROWS = { reference: "Rule", cloudwatch: "CloudWatch", sentinel: "Sentinel" } as const;

/** In units of the picture, which is as wide as there is room. */
const WIDTH = 760;
const LEFT = 96;
const RIGHT = 30;
const ROW = 26;
const TOP = 16;

/** Seconds between two marks of the scale that read well. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].flatMap((each) => [each, each * 60]),
  ...[1, 2, 3, 6, 12, 24, 48, 96, 168, 336].map((each) => each * 3_600),
].sort((a, b) => a - b);
const MARKS = 9;

/** When the events of a test are and when they arrive, and when each cloud alerts. */
export function TimeLine(props: {
  readonly name: string;
  readonly timeline: Timeline;
  readonly clouds: readonly Cloud[];
}) {
  const { events, alerts } = props.timeline;
  const engines = (["reference", ...CLOUDS] as const).filter(
    (engine) =>
      alerts[engine] !== null && (engine === "reference" || props.clouds.includes(engine)),
  );
  const end = Math.max(
    1,
    ...events.map(({ arrived }) => arrived),
    ...engines.flatMap((engine) => alerts[engine] ?? []),
  );
  const x = (seconds: number) =>
    Math.round((LEFT + (seconds / end) * (WIDTH - LEFT - RIGHT)) * 10) / 10;
  const step = STEPS.find((each) => end / each <= MARKS) ?? end;
  const scale = Array.from({ length: Math.floor(end / step) + 1 }, (_, nth) => nth * step);
  const bottom = TOP + (engines.length + 1) * ROW;
  return (
    <figure class="time-line">
      <figcaption>{props.name}</figcaption>
      <div class="scroll" role="region" aria-label={`Time line: ${props.name}`} tabIndex={0}>
        <svg
          viewBox={`0 0 ${WIDTH} ${bottom + 20}`}
          role="img"
          aria-label={wordsOf(props.timeline)}
        >
          {scale.map((at) => (
            <>
              <line class="grid" x1={x(at)} x2={x(at)} y1={TOP - 8} y2={bottom} />
              <text x={x(at)} y={bottom + 14} text-anchor="middle">
                {offsetOf(at)}
              </text>
            </>
          ))}
          <text x="0" y={TOP + 4}>
            Events
          </text>
          {events.map(({ at, arrived, counts }) => (
            <>
              {arrived > at ? (
                <path class="late" d={`M${x(at)} ${TOP}H${x(arrived)}m0 -5v10`} />
              ) : null}
              <circle
                class={counts === false ? "no-event" : "event"}
                cx={x(at)}
                cy={TOP}
                r={counts === false ? 4 : 5}
              />
            </>
          ))}
          {engines.map((engine, nth) => {
            const y = TOP + (nth + 1) * ROW;
            return (
              <>
                <text x="0" y={y + 4}>
                  {ROWS[engine]}
                </text>
                <line class="base" x1={LEFT} x2={WIDTH - RIGHT} y1={y} y2={y} />
                {(alerts[engine] ?? []).map((at) => (
                  <path class="alert" d={`M${x(at)} ${y - 7}l7 12h-14z`} />
                ))}
              </>
            );
          })}
        </svg>
      </div>
    </figure>
  );
}

const TOLD = 20;

/** The picture in words. */
function wordsOf({ events, alerts }: Timeline): string {
  const list = (texts: readonly string[]) =>
    texts.length <= TOLD
      ? texts.join(", ")
      : `${texts.slice(0, TOLD).join(", ")} and ${texts.length - TOLD} more`;
  const happened = events.map(({ at, arrived, counts }) => {
    const late = arrived > at ? ` (arrives ${offsetOf(arrived)})` : "";
    return `${offsetOf(at)}${late}${counts === false ? " (does not count)" : ""}`;
  });
  const told = (["reference", ...CLOUDS] as const).flatMap((engine) => {
    const times = alerts[engine];
    if (times === null) return [];
    return [`${ROWS[engine]}: ${times.length === 0 ? "no alert" : list(times.map(offsetOf))}`];
  });
  return `Events: ${list(happened)}. Alerts by ${told.join("; ")}.`;
}

/** `0`, `90 s`, `5 min`, `2 h`: in the largest unit that divides it. */
function offsetOf(seconds: number): string {
  if (seconds === 0) return "0";
  if (seconds % 86_400 === 0) return `${seconds / 86_400} d`;
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
