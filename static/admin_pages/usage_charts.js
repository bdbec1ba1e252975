/** Draws the numbers of the table by day. Without this script the tables say the same. */

/**
 * @typedef {Record<string, (number | null)[]>} Series
 * @typedef {{days: string[], series: Series}} Usage
 * @typedef {{kind: "bar" | "line", lines: [string, string, string][]}} Drawing
 *   lines: which series, what it is called, and the admin's colour for it
 */

/** @type {Record<string, Drawing>} */
const DRAWINGS = {
  replies: {
    kind: "bar",
    lines: [
      ["replies", "Replies", "--chart-1"],
      ["stopped", "Stopped", "--chart-2"],
      ["failed", "Failed", "--chart-3"],
      ["overloaded", "Overloaded", "--chart-4"],
    ],
  },
  tokens: {
    kind: "bar",
    lines: [
      ["prompt_tokens", "Read", "--chart-2"],
      ["completion_tokens", "Written", "--chart-1"],
    ],
  },
  ttft: {
    kind: "line",
    lines: [
      ["ttft_p50_seconds", "p50", "--chart-1"],
      ["ttft_p95_seconds", "p95", "--chart-4"],
      ["ttft_p99_seconds", "p99", "--chart-3"],
    ],
  },
  gap: {
    kind: "line",
    lines: [
      ["inter_token_p50_ms", "p50", "--chart-1"],
      ["inter_token_p95_ms", "p95", "--chart-4"],
    ],
  },
};

const area = document.querySelector(".charts");
const data = document.querySelector("#usage-by-day");
const { Chart } = window;
if (Chart && area instanceof HTMLElement && data) {
  area.hidden = false;
  drawAll(Chart, JSON.parse(data.textContent ?? ""));
}

/**
 * @param {NonNullable<Window["Chart"]>} library
 * @param {Usage} usage
 */
function drawAll(library, usage) {
  /** @type {{destroy(): void}[]} */
  let drawn = [];
  const draw = () => {
    for (const chart of drawn) chart.destroy();
    drawn = Object.entries(DRAWINGS).flatMap(([name, drawing]) => {
      const canvas = document.querySelector(`[data-chart="${name}"]`);
      if (!(canvas instanceof HTMLCanvasElement)) return [];
      return [new library(canvas, configuration(usage, drawing))];
    });
  };
  draw();
  // The colours are those of the page, which its reader can change.
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
}

/**
 * @param {Usage} usage
 * @param {Drawing} drawing
 */
function configuration({ days, series }, { kind, lines }) {
  const style = getComputedStyle(document.documentElement);
  /** @param {string} name */
  const colour = (name) => style.getPropertyValue(name).trim();
  const grid = { color: colour("--hairline-color") };
  const ticks = { color: colour("--body-quiet-color"), maxRotation: 0, autoSkipPadding: 16 };
  return {
    type: kind,
    data: {
      labels: days.map((day) => day.slice(5)),
      datasets: lines.map(([name, label, tint]) => ({
        label,
        data: series[name] ?? [],
        borderColor: colour(tint),
        backgroundColor: colour(tint),
        borderWidth: kind === "line" ? 2 : 0,
        pointRadius: days.length > 45 ? 0 : 2,
        spanGaps: true,
        tension: 0.25,
      })),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      plugins: { legend: { labels: { color: colour("--body-fg"), boxWidth: 12 } } },
      scales: {
        x: { grid: { display: false }, ticks },
        y: { beginAtZero: true, grid, ticks: { ...ticks, maxTicksLimit: 6 } },
      },
    },
  };
}
