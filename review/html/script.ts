/**
 * The one script of every page: it filters and sorts the index, and opens what is folded while
 * printing. Plain browser JavaScript; without it everything can still be read.
 */
export const SCRIPT = `(() => {
  "use strict";
  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll("details:not([open])")];
    for (const each of unfolded) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of unfolded) each.open = false;
  });
  const form = document.querySelector("#filter");
  if (!form) return;
  form.hidden = false;
  const body = document.querySelector("#rules tbody");
  const rows = [...body.rows].map((row) => ({
    row,
    text: row.dataset.text,
    facets: new Map(
      ["level", "tactic", "service", "cloudwatch", "sentinel"].map((name) => [
        name,
        new Set((row.dataset[name] || "").split(" ")),
      ]),
    ),
  }));
  const status = document.querySelector("#count");
  const search = form.querySelector("input[type=search]");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];

  const apply = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const chosen = new Map();
    for (const { checked, name, value } of boxes) {
      if (checked) chosen.set(name, [...(chosen.get(name) || []), value]);
    }
    let shown = 0;
    for (const { row, text, facets } of rows) {
      const fits =
        words.every((word) => text.includes(word)) &&
        [...chosen].every(([name, values]) => values.some((value) => facets.get(name).has(value)));
      row.hidden = !fits;
      if (fits) shown += 1;
    }
    const all = rows.length + (rows.length === 1 ? " rule" : " rules");
    status.textContent = shown === rows.length ? all : shown + " of " + all;
    document.querySelector("#reset").hidden = words.length === 0 && chosen.size === 0;
    document.querySelector("#nothing").hidden = shown > 0;
    const state = new URLSearchParams();
    if (search.value) state.set("q", search.value);
    for (const [name, values] of chosen) state.set(name, values.join(" "));
    const fragment = state.toString();
    if (fragment || location.hash.includes("=")) {
      history.replaceState(null, "", fragment ? "#" + fragment : "#");
    }
  };

  const restore = () => {
    if (!location.hash.includes("=")) return;
    const state = new URLSearchParams(location.hash.slice(1));
    search.value = state.get("q") || "";
    for (const box of boxes) {
      box.checked = (state.get(box.name) || "").split(" ").includes(box.value);
      if (box.checked) box.closest("details").open = true;
    }
  };

  const sortBy = (button) => {
    const head = button.closest("th");
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keyOf = ({ row }) => row.cells[head.cellIndex].dataset.sort;
    const compare = new Intl.Collator("en", { numeric: true }).compare;
    const sorted = [...rows].sort((a, b) => (down ? -1 : 1) * compare(keyOf(a), keyOf(b)));
    body.append(...sorted.map(({ row }) => row));
  };

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { apply(); search.focus(); }));
  addEventListener("hashchange", () => { restore(); apply(); });
  for (const button of document.querySelectorAll("#rules th button")) {
    button.disabled = false;
    button.addEventListener("click", () => sortBy(button));
  }
  restore();
  apply();
})();
`;
