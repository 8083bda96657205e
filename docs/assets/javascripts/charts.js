// Draws the charts of a page with Plotly, which is loaded when the first of them comes near.

const CONFIG = {
  displaylogo: false,
  responsive: true,
  modeBarButtonsToRemove: ["lasso2d", "select2d", "autoScale2d"],
};
let loading = null;
let observer = null;

// Material's instant navigation empties the head of styles that a page did not bring along, and
// Plotly's with them; a sheet adopted by the document stays.
function keepStyles() {
  for (const style of document.querySelectorAll("style[id^='plotly.js-style']")) {
    const sheet = new CSSStyleSheet();
    for (const rule of style.sheet.cssRules) {
      sheet.insertRule(rule.cssText, sheet.cssRules.length);
    }
    document.adoptedStyleSheets.push(sheet);
  }
}

function loadPlotly(address) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => {
      keepStyles();
      resolve(window.Plotly);
    };
    script.onerror = () => {
      loading = null;
      reject(new Error("the chart program could not be loaded"));
    };
    document.head.append(script);
  });
  return loading;
}

function colours() {
  const style = getComputedStyle(document.body);
  const read = (name) => style.getPropertyValue(name).trim();
  return {
    ink: read("--pl-ink"),
    soft: read("--pl-ink-soft"),
    line: read("--pl-line"),
    paper: read("--pl-paper"),
    face: read("--pl-sans"),
    series: [1, 2, 3, 4, 5, 6, 7].map((n) => read(`--pl-series-${n}`)),
  };
}

function styled(figure) {
  const look = colours();
  const axis = {
    automargin: true,
    gridcolor: look.line,
    linecolor: look.line,
    zerolinecolor: look.soft,
    tickfont: { color: look.soft },
  };
  const { layout } = figure;
  return {
    ...layout,
    colorway: look.series,
    font: { family: look.face, size: 13, color: look.ink },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    margin: { l: 8, r: 8, t: 36, b: 8 },
    legend: { orientation: "h", x: 0, y: 1.02, yanchor: "bottom" },
    hoverlabel: { bgcolor: look.paper, bordercolor: look.line, font: { color: look.ink } },
    xaxis: { ...axis, ...layout.xaxis, showgrid: false },
    yaxis: {
      ...axis,
      ...layout.yaxis,
      title: { ...layout.yaxis.title, font: { color: look.soft, size: 12 } },
    },
  };
}

function figureOf(box) {
  return JSON.parse(box.dataset.figure);
}

async function draw(box) {
  if (box.dataset.state) {
    return;
  }
  box.dataset.state = "loading";
  const status = box.querySelector(".pl-chart__status");
  status.textContent = "Loading the chart …";
  try {
    const address = box.closest("[data-plotly]").dataset.plotly;
    const plotly = await loadPlotly(address);
    const figure = figureOf(box);
    status.remove();
    await plotly.newPlot(box, figure.data, styled(figure), CONFIG);
    box.dataset.state = "drawn";
  } catch (error) {
    delete box.dataset.state;
    status.textContent = `The chart could not be drawn (${error.message}); its values are in the table below.`;
    box.append(status);
  }
}

function recolour() {
  for (const box of document.querySelectorAll(".pl-chart[data-state='drawn']")) {
    const figure = figureOf(box);
    window.Plotly.react(box, box.data, styled(figure), CONFIG);
  }
}

function begin() {
  observer?.disconnect();
  observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries.filter((e) => e.isIntersecting)) {
        observer.unobserve(entry.target);
        draw(entry.target);
      }
    },
    { rootMargin: "400px" },
  );
  document.querySelectorAll(".pl-chart").forEach((box) => {
    box.querySelector(".pl-chart__status")?.replaceChildren();
    observer.observe(box);
  });
}

new MutationObserver(recolour).observe(document.body, {
  attributeFilter: ["data-md-color-scheme"],
});
if (window.document$) {
  window.document$.subscribe(begin);
} else {
  begin();
}
