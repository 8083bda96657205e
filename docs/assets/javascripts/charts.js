// Makes a chart interactive when a reader reaches for it: points at it, touches it, or focuses it.
// Until then it is a picture in the page, and neither Plotly nor the chart's figure is fetched.

const CONFIG = { displayModeBar: false, responsive: false, showTips: false };
const NARROW = 560;
const RESET = "Reset view";
const charts = new WeakMap(); // box -> what is known of its chart
let loading = null;
let eager = null;

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

// The site's policy refuses style attributes, which Plotly gives to words in bold and the like. The
// same words said to the style itself are let through.
function allowStyles() {
  const set = SVGElement.prototype.setAttribute;
  SVGElement.prototype.setAttribute = function (name, value) {
    if (name === "style") {
      this.style.cssText = value;
    } else {
      set.call(this, name, value);
    }
  };
}

// Plotly adds the style sheet of its street maps, which no chart has, unless it is there already.
const MAP_STYLE = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";

function withoutMaps() {
  const empty = document.createElement("style");
  empty.id = MAP_STYLE;
  document.head.append(empty);
}

function loadPlotly(address) {
  loading ??= new Promise((resolve, reject) => {
    allowStyles();
    withoutMaps();
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

async function loadFigure(box) {
  const answer = await fetch(new URL(box.dataset.figure, document.baseURI));
  if (!answer.ok) {
    throw new Error("its figure could not be loaded");
  }
  return answer.json();
}

// A figure holds sentinels in the places of colours; what they stand for depends on the theme.
function paint(value, figure) {
  const style = getComputedStyle(document.body);
  const read = (sentinel) => style.getPropertyValue(figure.colours[sentinel]).trim();
  const walk = (part, coloured) => {
    if (typeof part === "string" && coloured) {
      if (Object.hasOwn(figure.colours, part)) {
        return read(part);
      }
      const mixed = /^rgba\(254,(\d+),1,([\d.]+)\)$/.exec(part);
      if (mixed) {
        const hex = read(`#fe${Number(mixed[1]).toString(16).padStart(2, "0")}01`);
        return hex + Math.round(Number(mixed[2]) * 255).toString(16).padStart(2, "0");
      }
      return part;
    }
    if (Array.isArray(part)) {
      return part.map((inner) => walk(inner, coloured));
    }
    if (part && typeof part === "object") {
      const painted = ([key, inner]) => [key, walk(inner, /color/i.test(key))];
      return Object.fromEntries(Object.entries(part).map(painted));
    }
    return part;
  };
  return walk(value, false);
}

function sizeFor(box, figure) {
  return box.clientWidth < NARROW ? figure.sizes.phone : figure.sizes.desk;
}

function styled(figure, size, more = {}) {
  const face = getComputedStyle(document.body).getPropertyValue("--pl-sans").trim();
  const layout = paint({ ...size.layout, template: figure.template }, figure);
  return { ...layout, font: { ...layout.font, family: face }, ...more };
}

const nameOf = (trace) => trace.legendgroup ?? trace.name;

function shownTraces(chart, size) {
  return paint(size.data, chart.figure).map((trace) => ({
    ...trace,
    visible: chart.hidden.has(nameOf(trace)) ? false : (trace.visible ?? true),
  }));
}

function shownLayout(chart, size) {
  const layout = styled(chart.figure, size, {
    width: chart.box.clientWidth,
    height: chart.height ?? size.layout.height,
    uirevision: "kept",
  });
  // The name beside a line that is switched off goes with it.
  const names = new Map(size.data.map((trace) => [trace.name, nameOf(trace)]));
  layout.annotations = (layout.annotations ?? []).map((note) => {
    const hidden = note.name !== undefined && chart.hidden.has(names.get(note.name));
    return hidden ? { ...note, visible: false } : note;
  });
  return layout;
}

function render(chart) {
  const size = sizeFor(chart.box, chart.figure);
  const method = chart.drawn ? "react" : "newPlot";
  return window.Plotly[method](
    chart.plot,
    shownTraces(chart, size),
    shownLayout(chart, size),
    CONFIG,
  );
}

const statusOf = (box) => box.parentElement.querySelector(".pl-chart__status");
const buttonOf = (box) => box.closest(".pl-figure").querySelector(".pl-tool--explore");

async function explore(box) {
  if (box.dataset.state) {
    return;
  }
  box.dataset.state = "loading";
  const status = statusOf(box);
  status.textContent = "Loading the chart …";
  try {
    const address = new URL(box.closest("[data-plotly]").dataset.plotly, document.baseURI);
    const [, figure] = await Promise.all([loadPlotly(address), loadFigure(box)]);
    const plot = document.createElement("div");
    plot.className = "pl-chart__plot";
    const height = pictureHeight(box);
    const chart = { box, figure, plot, height, hidden: new Set(), drawn: false };
    if (height) {
      box.style.height = `${height}px`;
    }
    box.append(plot);
    await render(chart);
    chart.drawn = true;
    charts.set(box, chart);
    box.dataset.state = "drawn";
    status.textContent = "";
    addBar(chart);
    watchWidth(chart);
  } catch (error) {
    box.querySelector(".pl-chart__plot")?.remove();
    box.style.height = "";
    delete box.dataset.state;
    const instead = box.querySelector(".pl-picture") ? "the picture stays" : "its values are in the table";
    status.textContent = `The chart could not be made interactive: ${error.message}; ${instead}.`;
  }
}

// The picture keeps its place below the interactive chart, and so says how high that is to be.
function pictureHeight(box) {
  const heights = [...box.querySelectorAll(":scope > .pl-picture")].map(
    (picture) => picture.getBoundingClientRect().height,
  );
  return Math.max(0, ...heights) || null;
}

const decode = (text) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

function watchWidth(chart) {
  let width = chart.box.clientWidth;
  new ResizeObserver(() => {
    if (chart.box.isConnected && chart.box.clientWidth !== width) {
      width = chart.box.clientWidth;
      chart.box.style.height = "";
      chart.height = pictureHeight(chart.box);
      render(chart);
    }
  }).observe(chart.box);
}

function button(text, action, label = text) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "pl-tool";
  made.textContent = text;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", action);
  return made;
}

// What an interactive chart offers stands upon the chart, so that nothing around it moves.
function addBar(chart) {
  const bar = document.createElement("div");
  bar.className = "pl-chart__bar";
  const names = new Map(
    sizeFor(chart.box, chart.figure)
      .data.filter((trace) => trace.name && trace.hoverinfo !== "skip")
      .map((trace) => [nameOf(trace), trace.name]),
  );
  if (names.size > 1) {
    bar.append(seriesMenu(chart, names));
  }
  bar.append(
    button("PNG", () => download(chart, "png"), "Download as PNG"),
    button("SVG", () => download(chart, "svg"), "Download as SVG"),
  );
  chart.box.parentElement.append(bar);
  buttonOf(chart.box).textContent = RESET;
}

function seriesMenu(chart, names) {
  const menu = document.createElement("div");
  menu.className = "pl-series";
  const list = document.createElement("div");
  list.className = "pl-series__list";
  list.id = `pl-series-${chart.box.dataset.chart}`;
  list.hidden = true;
  const opener = button("Series", () => show(list.hidden));
  const show = (open) => {
    list.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
  };
  show(false);
  opener.setAttribute("aria-controls", list.id);
  for (const [key, name] of names) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = true;
    box.addEventListener("change", () => {
      chart.hidden[box.checked ? "delete" : "add"](key);
      render(chart);
    });
    label.append(box, decode(name));
    list.append(label);
  }
  menu.append(opener, list);
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      show(false);
      opener.focus();
    }
  });
  menu.addEventListener("focusout", (event) => {
    if (!menu.contains(event.relatedTarget)) {
      show(false);
    }
  });
  return menu;
}

function reset(chart) {
  chart.hidden.clear();
  chart.box.parentElement.querySelectorAll(".pl-series input").forEach((box) => {
    box.checked = true;
  });
  const layout = shownLayout(chart, sizeFor(chart.box, chart.figure));
  layout.uirevision = "reset";
  const size = sizeFor(chart.box, chart.figure);
  return window.Plotly.react(chart.plot, shownTraces(chart, size), layout, CONFIG);
}

function wrap(text, characters) {
  const lines = [""];
  // Words that are longer than a line are broken, as are texts that know no spaces.
  const piece = new RegExp(`.{1,${Math.floor(characters / 2)}}`, "gu");
  for (const word of text.split(/\s+/).flatMap((long) => long.match(piece) ?? [])) {
    const line = lines.at(-1);
    if (line && line.length + word.length + 1 > characters) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = line ? `${line} ${word}` : word;
    }
  }
  return lines.map((line) => line.replaceAll("&", "&amp;").replaceAll("<", "&lt;"));
}

// A picture that leaves the page takes its title and source along.
function download(chart, format) {
  const { figure } = chart;
  const size = figure.sizes.desk;
  const title = wrap(figure.title, 72).map((line) => `<b>${line}</b>`);
  const subtitle = figure.subtitle ? wrap(figure.subtitle, 105) : [];
  const credit = [figure.source, figure.site].filter(Boolean).join(" · ");
  const source = [...(figure.remarks ?? []), credit].filter(Boolean).flatMap((t) => wrap(t, 118));
  const named = size.labelled ? 0 : 22;
  const above = 20 + title.length * 23 + subtitle.length * 18 + named;
  const below = 16 + source.length * 15;
  const layout = styled(figure, size);
  const margin = layout.margin;
  const height = size.layout.height + above + below;
  const note = (text, y, shift, anchor, font) => ({
    text,
    xref: "paper",
    x: 0,
    xanchor: "left",
    yref: "paper",
    y,
    yshift: shift,
    yanchor: anchor,
    align: "left",
    showarrow: false,
    font,
  });
  const { inkColor: ink, softColor: soft, paperColor: paper } = paint(
    { inkColor: "#fe0101", softColor: "#fe0201", paperColor: "#fe0401" },
    figure,
  );
  const shown = shownLayout(chart, size).annotations;
  const picture = {
    data: shownTraces(chart, size),
    layout: {
      ...layout,
      width: size.width,
      height,
      paper_bgcolor: paper,
      showlegend: layout.showlegend ?? (!size.labelled && size.data.length > 1),
      legend: {
        orientation: "h",
        traceorder: "normal",
        x: 0,
        y: 1 + 26 / (size.layout.height - margin.t - margin.b),
        yanchor: "bottom",
      },
      margin: { ...margin, l: Math.max(margin.l ?? 0, 14), t: margin.t + above, b: margin.b + below },
      annotations: [
        ...shown,
        note(title.join("<br>"), 1, margin.t + above - 14, "top", { size: 17, color: ink }),
        note(subtitle.join("<br>"), 1, margin.t + 8 + named, "bottom", { size: 13, color: soft }),
        note(source.join("<br>"), 0, -margin.b - 4, "top", { size: 11, color: soft }),
      ],
    },
  };
  const options = { format, width: size.width, height, scale: format === "png" ? 2 : 1 };
  return window.Plotly.downloadImage(picture, { ...options, filename: figure.id });
}

const boxOf = (target) => {
  if (!(target instanceof Element)) {
    return null;
  }
  const figure = target.closest(".pl-figure");
  const reached = target.closest(".pl-chart, .pl-tool--explore");
  return reached && figure ? figure.querySelector(".pl-chart") : null;
};

for (const kind of ["pointerover", "pointerdown", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const box = boxOf(event.target);
    if (box && (kind !== "pointerover" || event.pointerType === "mouse")) {
      explore(box);
    }
  });
}

async function copySnippet(tool) {
  const snippet = tool.parentElement.querySelector(".pl-snippet");
  try {
    await navigator.clipboard.writeText(snippet.textContent);
    tool.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(snippet);
    tool.textContent = "Selected";
  }
}

document.addEventListener("click", (event) => {
  const tool = event.target instanceof Element ? event.target.closest(".pl-tool") : null;
  if (tool?.matches(".pl-tool--copy")) {
    copySnippet(tool);
  } else if (tool?.matches(".pl-tool--explore")) {
    const box = boxOf(tool);
    const chart = charts.get(box);
    if (chart) {
      reset(chart);
    } else {
      explore(box);
    }
  }
});

function recolour() {
  for (const box of document.querySelectorAll(".pl-chart[data-state='drawn']")) {
    render(charts.get(box));
  }
}

// Where there is no picture, in a preview, a chart is drawn when it comes near.
function begin() {
  eager?.disconnect();
  eager = new IntersectionObserver(
    (entries) => {
      for (const entry of entries.filter((e) => e.isIntersecting)) {
        eager.unobserve(entry.target);
        explore(entry.target);
      }
    },
    { rootMargin: "400px" },
  );
  document.querySelectorAll(".pl-chart[data-eager]").forEach((box) => eager.observe(box));
}

new MutationObserver(recolour).observe(document.body, {
  attributeFilter: ["data-md-color-scheme"],
});
if (window.document$) {
  window.document$.subscribe(begin);
} else {
  begin();
}
