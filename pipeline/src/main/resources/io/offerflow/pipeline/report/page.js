// Draws the charts of the page. What they show stands in the element "charts"; the tables are there without it.
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("charts").textContent);
  // Okabe and Ito's colours, which all kinds of colour vision tell apart, and some greys and tints for long stacks.
  var palette = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8f8f8f", "#b5a400", "#7a5195", "#a6761d", "#4d9221", "#e7298a", "#666699", "#c0a080"];
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var printing = false;
  var drawn = [];

  function theme() {
    return dark.matches && !printing
      ? { ink: "#e7eaf0", faint: "#a3adbd", line: "#343b48", paper: "#14171d", main: "#56b4e9", good: "#2fbf8f", bad: "#ff8a65", decal: false }
      : { ink: "#1d2330", faint: "#5a6475", line: "#d9dee7", paper: "#ffffff", main: "#0072b2", good: "#009e73", bad: "#d55e00", decal: false };
  }

  function number(unit, value, short) {
    if (value === null || value === undefined || isNaN(value)) { return "–"; }
    if (unit === "share") { return (value * 100).toFixed(short ? 0 : 1) + " %"; }
    if (unit === "points") { return (value > 0 ? "+" : "") + (value * 100).toFixed(1).replace("-", "\u2212"); }
    var digits = unit === "money" && Math.abs(value) < 1000 && value % 1 !== 0 ? 2 : 0;
    var text = value.toLocaleString("en-US", { minimumFractionDigits: short ? 0 : digits, maximumFractionDigits: short ? 2 : digits });
    return unit === "money" && data.currency && !short ? text + " " + data.currency : text;
  }

  function colour(series, index, colours) {
    return colours[series.colour] || palette[index % palette.length];
  }

  function base(chart, colours) {
    return {
      animation: false,
      textStyle: { color: colours.ink, fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13 },
      aria: { enabled: false },
      tooltip: {
        // Rich text, not HTML: a title may hold anything.
        renderMode: "richText", trigger: "axis", axisPointer: { type: "shadow" }, confine: true,
        backgroundColor: colours.paper, borderColor: colours.line, textStyle: { color: colours.ink },
        valueFormatter: function (value) { return number(chart.unit, value); }
      },
      legend: chart.series.length > 1 && chart.kind !== "intervals"
        ? { top: 0, left: 0, type: "plain", textStyle: { color: colours.ink }, itemGap: 14, icon: "roundRect" } : { show: false }
    };
  }

  function valueAxis(chart, colours) {
    return {
      type: "value", axisLabel: { color: colours.faint, hideOverlap: true, formatter: function (value) { return number(chart.unit, value, true); } },
      splitLine: { lineStyle: { color: colours.line } }
    };
  }

  function categoryAxis(chart, colours, width) {
    return {
      type: "category", data: chart.categories, axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.faint } },
      axisLabel: { color: colours.ink, width: width, overflow: "break", lineHeight: 15, interval: width ? 0 : "auto", hideOverlap: !width }
    };
  }

  function legendRows(chart, width) {
    if (chart.series.length < 2 || chart.kind === "intervals") { return 0; }
    var total = chart.series.reduce(function (sum, one) { return sum + 45 + one.name.length * 7.2; }, 0);
    return Math.ceil(total / Math.max(width, 200)) ;
  }

  function across(chart, colours, width) {
    var label = Math.min(230, Math.max(90, width * 0.27));
    var option = base(chart, colours);
    option.grid = { left: label + 14, right: 70, top: 10 + legendRows(chart, width) * 26, bottom: 30 };
    option.xAxis = valueAxis(chart, colours);
    option.yAxis = categoryAxis(chart, colours, label);
    option.yAxis.inverse = true;
    return option;
  }

  function bars(chart, colours, width) {
    var option = across(chart, colours, width);
    var stacked = chart.kind === "stacked";
    if (stacked) { option.xAxis.max = 1; option.grid.right = 20; }
    // In a stack green means one thing.
    var tones = stacked ? palette.filter(function (tone) { return tone !== "#009e73"; }) : palette;
    option.series = chart.series.map(function (series, index) {
      var signed = series.colour === "signed";
      return {
        type: "bar", name: series.name, stack: stacked ? "all" : undefined, barMaxWidth: 22, barGap: "10%",
        itemStyle: { color: signed ? colours.main : colours[series.colour] || tones[index % tones.length], borderColor: colours.paper, borderWidth: stacked ? 1 : 0 },
        data: series.values.map(function (value) {
          return signed ? { value: value, itemStyle: { color: value < 0 ? colours.bad : colours.good } } : value;
        }),
        label: stacked ? { show: false } : {
          show: chart.series.length === 1, position: "right", color: colours.ink,
          formatter: function (point) { return number(chart.unit, point.value); }
        },
        emphasis: { disabled: true }
      };
    });
    return option;
  }

  // A dot with a whisker: an invisible bar up to the lower end, a thin one from there to the upper end. Bars that cross zero are two.
  function intervals(chart, colours, width) {
    var option = across(chart, colours, width);
    var middle = chart.series[0].values, low = chart.series[1].values, high = chart.series[2].values;
    option.tooltip.trigger = "item";
    option.tooltip.formatter = function (point) {
      var i = point.dataIndex;
      return chart.categories[i] + "\n" + number("points", middle[i]) + " (" + number("points", low[i]) + " to " + number("points", high[i]) + ")";
    };
    option.grid.right = 120;
    option.series = middle.map(function (value, i) {
      var tone = low[i] > 0 ? colours.good : high[i] < 0 ? colours.bad : colours.faint;
      return {
        type: "line", symbol: "none", silent: true, lineStyle: { color: tone, width: 5, cap: "round" },
        data: [[low[i], i], [high[i], i]], encode: { x: 0, y: 1 }
      };
    });
    option.series.push({
      type: "scatter", symbolSize: 14, z: 5,
      data: middle.map(function (value, i) {
        return { value: [value, i], itemStyle: { color: low[i] > 0 ? colours.good : high[i] < 0 ? colours.bad : colours.faint, borderColor: colours.paper, borderWidth: 2 } };
      }),
      label: {
        show: true, position: "top", color: colours.ink,
        formatter: function (point) { return number("points", point.value[0]); }
      },
      markLine: {
        silent: true, symbol: "none", label: { show: false }, lineStyle: { color: colours.ink, type: "solid", width: 1.5 }, data: [{ xAxis: 0 }]
      },
      emphasis: { disabled: true }
    });
    return option;
  }

  function upright(chart, colours, width) {
    var option = base(chart, colours);
    option.grid = { left: 64, right: 20, top: 12 + legendRows(chart, width) * 26, bottom: 34 };
    option.xAxis = categoryAxis(chart, colours);
    option.yAxis = valueAxis(chart, colours);
    option.series = chart.series.map(function (series, index) {
      var tone = colour(series, index, colours);
      return chart.kind === "lines"
        ? { type: "line", name: series.name, symbol: ["circle", "rect", "triangle"][index % 3], symbolSize: 6, showSymbol: chart.categories.length < 80, lineStyle: { width: 2, type: ["solid", "dashed", "dotted"][index % 3] }, itemStyle: { color: tone }, data: series.values, emphasis: { disabled: true } }
        : { type: "bar", name: series.name, stack: "all", barMaxWidth: 40, itemStyle: { color: tone }, data: series.values, emphasis: { disabled: true } };
    });
    return option;
  }

  function height(chart, width) {
    if (chart.kind === "lines" || chart.kind === "columns") { return 290 + legendRows(chart, width) * 20; }
    var each = chart.kind === "bars" ? Math.max(34, chart.series.length * 15 + 12) : chart.kind === "intervals" ? 48 : 36;
    return 50 + legendRows(chart, width) * 26 + chart.categories.length * each;
  }

  function draw(one) {
    var width = one.element.clientWidth || 800;
    var size = height(one.chart, width);
    one.element.style.height = size + "px";
    if (!one.view) { one.view = echarts.init(one.element, null, { renderer: "svg", width: width, height: size }); }
    one.view.resize({ width: width, height: size });
    var make = one.chart.kind === "intervals" ? intervals : one.chart.kind === "bars" || one.chart.kind === "stacked" ? bars : upright;
    one.view.setOption(make(one.chart, theme(), width), true);
    one.width = width;
  }

  function drawAll() { drawn.forEach(draw); }

  data.charts.forEach(function (chart) {
    var element = document.getElementById(chart.id);
    if (element) {
      var one = { chart: chart, element: element };
      drawn.push(one);
      draw(one);
    }
  });
  var later = 0;
  window.addEventListener("resize", function () {
    window.clearTimeout(later);
    later = window.setTimeout(function () { drawn.forEach(function (one) { if (one.element.clientWidth !== one.width) { draw(one); } }); }, 100);
  });
  dark.addEventListener("change", drawAll);
  var opened = [];
  window.addEventListener("beforeprint", function () {
    printing = true;
    document.querySelectorAll("details:not([open])").forEach(function (one) { one.open = true; opened.push(one); });
    drawAll();
  });
  window.addEventListener("afterprint", function () {
    printing = false;
    opened.splice(0).forEach(function (one) { one.open = false; });
    drawAll();
  });
  document.documentElement.setAttribute("data-drawn", String(drawn.length));
})();
