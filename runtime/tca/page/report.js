// Draws the charts from the numbers in the page. Everything else on the page is there without this script.
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const charts = [];
  let paint = {};

  const readColours = () => {
    const style = getComputedStyle(document.documentElement);
    for (const name of ['ink', 'soft', 'line', 'faint', 'card', 'blue', 'orange', 'green', 'red', 'purple'])
      paint[name] = style.getPropertyValue('--' + name).trim();
  };
  const faded = (colour, alpha) => colour + Math.round(alpha * 255).toString(16).padStart(2, '0');

  // ---- numbers and times
  const number = (value, most) => value.toLocaleString('en-US', { maximumFractionDigits: most });
  const clockOf = (zone, seconds) => new Intl.DateTimeFormat('en-GB',
    { timeZone: zone, hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' } : {}) });
  const clock = (() => {
    try { return [clockOf(data.zone, false), clockOf(data.zone, true)]; }
    catch { return [clockOf('UTC', false), clockOf('UTC', true)]; }
  })();
  const timeOfDay = (t, seconds) => clock[seconds ? 1 : 0].format(new Date((data.start + t) * 1000));

  // A linear axis of seconds whose ticks stand on round times of day.
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];
  const last = data.t.length ? data.t[data.t.length - 1] : 0;
  const timeAxis = () => ({
    type: 'linear', min: 0, max: Math.max(last, 1), grid: { color: paint.faint, borderColor: paint.line },
    ticks: { color: paint.soft, maxRotation: 0, callback: (t, i, ticks) => timeOfDay(t, ticks.length > 1 && ticks[1].value - ticks[0].value < 60) },
    afterBuildTicks: axis => {
      const length = axis.max - axis.min;
      const wanted = Math.max(3, Math.floor(axis.width / 110));
      const step = steps.find(s => length / s <= wanted) || 86400;
      axis.ticks = [];
      for (let t = Math.ceil(data.start / step) * step - data.start; t <= axis.max; t += step) axis.ticks.push({ value: t });
    },
  });
  const valueAxis = (title, more = {}) => ({
    grid: { color: paint.faint, borderColor: paint.line }, ticks: { color: paint.soft },
    title: { display: true, text: title, color: paint.soft }, ...more,
  });

  // ---- data sets
  const dots = data.t.length < 2 ? 3 : 0;
  const points = values => data.t.map((t, i) => ({ x: t, y: values[i] }));
  const line = (label, values, colour, more = {}) => ({
    type: 'line', label, data: points(values), borderColor: colour, backgroundColor: colour,
    borderWidth: 1.6, pointRadius: dots, pointHitRadius: 6, pointStyle: dots ? 'circle' : 'line', ...more,
  });
  const level = (label, value, colour, dash) => value === null ? [] : [{
    type: 'line', label, data: [{ x: 0, y: value }, { x: Math.max(last, 1), y: value }], borderColor: colour, backgroundColor: colour,
    borderWidth: 1.3, borderDash: dash, pointRadius: 0, pointHitRadius: 0, pointStyle: 'line',
  }];
  const legend = hidden => ({
    position: 'top', align: 'end',
    labels: { color: paint.ink, usePointStyle: true, boxWidth: 9, boxHeight: 9, padding: 14, filter: item => !hidden.includes(item.text) },
  });
  const tooltip = (decimals, unit) => ({
    callbacks: {
      title: items => items.length ? timeOfDay(items[0].parsed.x, true) : '',
      label: item => `${item.dataset.label}: ${number(item.parsed.y, decimals)}${unit}`,
    },
  });
  const draw = (id, config) => {
    const canvas = document.getElementById(id);
    if (!canvas) return;
    config.options = { animation: false, responsive: true, maintainAspectRatio: false, normalized: true, ...config.options };
    charts.push(new Chart(canvas, config));
  };

  // ---- one function for each chart
  const priceChart = () => {
    const count = data.maker.length + data.taker.length;
    const scale = count > 150 ? 0.7 : 1;  // many fills, small marks
    const largest = Math.max(1e-300, ...data.maker.concat(data.taker).map(fill => fill[2]));
    const fills = (label, list, colour, shape) => list.length === 0 ? [] : [{
      type: 'scatter', label, data: list.map(([t, price, quantity]) => ({ x: t, y: price, quantity })),
      borderColor: paint.card, borderWidth: 0.7, backgroundColor: faded(colour, 0.85), pointStyle: shape,
      pointRadius: context => context.raw ? scale * (2.2 + 4 * Math.sqrt(context.raw.quantity / largest)) : 3, order: -1,
    }];
    const band = data.low.some((low, i) => low !== data.high[i]);
    draw('price', {
      data: {
        datasets: [
          ...fills('fill, maker', data.maker, paint.blue, 'circle'),
          ...fills('fill, taker', data.taker, paint.orange, 'triangle'),
          line('mid', data.mid, paint.soft, { borderWidth: 1.2, spanGaps: false }),
          ...(band ? [line('low', data.low, 'transparent', { pointRadius: 0 }),
            line('range of mid', data.high, 'transparent', { fill: '-1', pointRadius: 0, pointStyle: 'rect', backgroundColor: faded(paint.soft, 0.22) })] : []),
          ...level('arrival', data.arrival, paint.green, [2, 3]),
          ...level('interval VWAP', data.vwap, paint.purple, [7, 4]),
          ...level('limit', data.limit, paint.red, []),
        ],
      },
      options: {
        scales: { x: timeAxis(), y: valueAxis(data.currency, { grace: '4%' }) },
        interaction: { mode: 'nearest', axis: 'xy', intersect: false },
        plugins: {
          legend: legend(['low']),
          tooltip: {
            filter: item => !['low', 'range of mid'].includes(item.dataset.label),
            callbacks: {
              title: items => items.length ? timeOfDay(items[0].parsed.x, true) : '',
              label: item => `${item.dataset.label}: ${item.raw.quantity === undefined ? '' : number(item.raw.quantity, 8) + ' ' + data.base + ' at '}${number(item.parsed.y, 8)}`,
            },
          },
        },
      },
    });
  };

  const known = data.target.some(target => target !== null);

  // Times at which something stood in the way, as a background of full height.
  const shades = () => {
    const shade = (label, mask, colour) => data.causes.some(causes => causes & mask) ? [{
      type: 'line', label, yAxisID: 'shade', stepped: 'after', borderWidth: 0, pointRadius: 0, pointHitRadius: 0, fill: 'origin',
      borderColor: 'transparent', backgroundColor: colour, pointStyle: 'rect', order: 10,
      data: data.t.map((t, i) => ({ x: t, y: data.causes[i] & mask ? 1 : 0 })),
    }] : [];
    return [...shade('paused, held, halted or stale', data.stopped, faded(paint.purple, 0.3)), ...shade('under the ceiling', data.ceiling, faded(paint.orange, 0.25))];
  };
  const courseOptions = (axis, decimals, unit) => ({
    scales: { x: timeAxis(), y: axis, shade: { axis: 'y', display: false, min: 0, max: 1 } },
    interaction: { mode: 'index', intersect: false },
    plugins: { legend: legend([]), tooltip: { ...tooltip(decimals, unit), filter: item => item.dataset.yAxisID !== 'shade' } },
  });

  const scheduleChart = () => draw('schedule', {
    data: {
      datasets: [
        line('executed', data.executed, paint.blue, { stepped: true, borderWidth: 2 }),
        ...(known ? [line('schedule', data.target, paint.orange, { stepped: true, borderDash: [5, 3] })] : []),
        line('executed + working', data.executed.map((executed, i) => executed + data.working[i]), faded(paint.blue, 0.45),
          { stepped: true, borderWidth: 1 }),
      ],
    },
    options: courseOptions(valueAxis(data.base, { min: 0, suggestedMax: data.ordered }), 8, ' ' + data.base),
  });

  const deviationChart = () => {
    const ahead = data.executed.map((executed, i) => data.target[i] === null ? null : 100 * (executed - data.target[i]) / data.ordered);
    draw('deviation', {
      data: { datasets: [line('executed against schedule', ahead, paint.blue, { stepped: true, fill: { target: 'origin', above: faded(paint.blue, 0.15), below: faded(paint.blue, 0.15) } }), ...shades()] },
      options: courseOptions(valueAxis('% of order, down is behind', { suggestedMin: -0.1, suggestedMax: 0.1 }), 2, ' %'),
    });
  };

  const participationChart = () => {
    // Cumulative counters, read at the ends of equal windows; in each, our share of everything that traded.
    const windows = Math.max(1, Math.min(60, data.t.length));
    const width = Math.max(last, 1) / windows;
    let i = -1, volume = 0, executed = 0;
    const bars = [], cumulative = [];
    for (let w = 1; w <= windows; ++w) {
      while (i + 1 < data.t.length && data.t[i + 1] <= w * width + 1e-9) ++i;
      if (i < 0) continue;
      const ours = data.executed[i] - executed, theirs = data.volume[i] - volume;
      const x = (w - 0.5) * width;
      bars.push({ x, y: ours + theirs > 0 ? 100 * ours / (ours + theirs) : null, ours, theirs });
      const all = data.executed[i] + data.volume[i];
      cumulative.push({ x: w * width, y: all > 0 ? 100 * data.executed[i] / all : null });
      volume = data.volume[i];
      executed = data.executed[i];
    }
    draw('participation', {
      data: {
        datasets: [
          { type: 'line', label: 'since the start', data: cumulative, borderColor: paint.orange, backgroundColor: paint.orange, borderWidth: 2,
            pointStyle: windows < 2 ? 'circle' : 'line', pointRadius: windows < 2 ? 3 : 0, pointHitRadius: 6, order: 0 },
          { type: 'bar', label: 'in each window', data: bars, backgroundColor: faded(paint.blue, 0.65), barPercentage: 1, categoryPercentage: 0.86, pointStyle: 'rect',
            grouped: false, order: 1 },
        ],
      },
      options: {
        scales: { x: { ...timeAxis(), offset: false }, y: valueAxis('% of own + market', { min: 0 }) },
        interaction: { mode: 'nearest', axis: 'x', intersect: false },
        plugins: { legend: legend([]), tooltip: tooltip(2, ' %') },
      },
    });
  };

  const bpsTip = { callbacks: { label: item => `${item.dataset.label}: ${number(Array.isArray(item.raw) ? item.raw[1] - item.raw[0] : item.raw, 2)} bps` } };
  const categories = () => ({ grid: { display: false, borderColor: paint.line }, ticks: { color: paint.ink } });

  const shortfallChart = () => {
    if (!data.shortfall) return;
    const [delay, trading, opportunity, fees, total] = data.shortfall;
    let at = 0;
    const bars = [delay, trading, opportunity, fees].map(part => { const from = at; at += part; return [from, at]; });
    bars.push([0, total]);
    const colours = bars.map(([from, to], k) => k === 4 || from === to ? paint.soft : to >= from ? paint.red : paint.blue);
    draw('shortfall', {
      type: 'bar',
      data: { labels: ['delay', 'trading', 'opportunity', 'fees', 'total'], datasets: [{ label: 'cost', data: bars, backgroundColor: colours, maxBarThickness: 56, minBarLength: 2 }] },
      options: {
        scales: { x: categories(), y: valueAxis('bps, up is worse') },
        plugins: { legend: { display: false }, tooltip: bpsTip },
      },
    });
  };

  const markoutChart = () => {
    const set = (label, values, colour) => values.every(value => value === null) ? [] : [{ label, data: values, backgroundColor: colour, maxBarThickness: 34, pointStyle: 'rect' }];
    draw('markouts', {
      type: 'bar',
      data: {
        labels: ['at the fill', 'after 1 s', 'after 10 s', 'after 60 s'],
        datasets: [...set('all', data.markouts.all, paint.soft), ...set('maker', data.markouts.maker, paint.blue), ...set('taker', data.markouts.taker, paint.orange)],
      },
      options: { scales: { x: categories(), y: valueAxis('bps, up is worse') }, plugins: { legend: legend([]), tooltip: bpsTip } },
    });
  };

  const drawAll = () => {
    while (charts.length) charts.pop().destroy();
    readColours();
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    priceChart();
    scheduleChart();
    deviationChart();
    participationChart();
    shortfallChart();
    markoutChart();
  };
  drawAll();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  addEventListener('beforeprint', () => { document.documentElement.dataset.print = ''; drawAll(); });
  addEventListener('afterprint', () => { delete document.documentElement.dataset.print; drawAll(); });
})();
