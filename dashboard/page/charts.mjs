// Charts of ECharts, in the page's colors; nothing moves.

import { fixed, count, day, change } from './format.mjs';
import { zones } from './zones.mjs';

const shapes = { Green: 'triangle', Yellow: 'diamond', Red: 'path://M0,0L10,0L5,10Z' };
const dark = matchMedia('(prefers-color-scheme: dark)');
const paper = matchMedia('print');
let library;

const isDark = () => dark.matches && !paper.matches;
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

// Draws a chart that follows the size of its element and the colors of screen
// and paper, for as long as the element is in the page. The options are made each time.
async function draw(element, options, onpick) {
	library ??= import('/echarts.mjs');
	const echarts = await library;
	let chart = null;

	const fresh = () => {
		chart?.dispose();
		chart = null;
		if (!element.isConnected) {
			dark.removeEventListener('change', fresh);
			paper.removeEventListener('change', fresh);
			sizes.disconnect();
			return;
		}
		chart = echarts.init(element, null, { renderer: 'canvas' });
		chart.setOption({
			animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: color('ink') }, ...options(element.clientWidth),
		});
		if (onpick) {
			chart.on('click', (event) => onpick(event.data));
		}
		element.dataset.drawn = 'true';
	};
	const sizes = new ResizeObserver(fresh);

	sizes.observe(element);
	dark.addEventListener('change', fresh);
	paper.addEventListener('change', fresh);
}

// The box that a point of a chart shows; texts only.
function hint(lines) {
	const box = document.createElement('div');

	lines.filter(Boolean).forEach((line, i) => {
		const row = document.createElement('div');
		row.textContent = line;
		row.className = i === 0 ? 'hint-title' : 'hint-line';
		box.append(row);
	});
	return box;
}

const axis = (name, more) => ({
	type: 'value', name, nameLocation: 'middle', nameTextStyle: { color: color('soft'), fontSize: 12 },
	axisLine: { show: true, lineStyle: { color: color('line-strong') } }, axisTick: { show: false },
	axisLabel: { color: color('soft'), fontSize: 12 }, splitLine: { lineStyle: { color: color('line') } }, ...more,
});
const tooltip = () => ({
	trigger: 'item', confine: true, backgroundColor: color('surface'), borderColor: color('line-strong'),
	textStyle: { color: color('ink'), fontSize: 13 }, className: 'hint',
});
const border = (x) => ({ xAxis: x, label: { show: false } });

export function exposureChart(element, data, thresholds, open) {
	const most = Math.max(...data.points.map((point) => point.employment), 1);
	const series = Object.keys(zones).map((zone) => ({
		name: zone, type: 'scatter', symbol: shapes[zone],
		symbolSize: (value) => 6 + 22 * Math.sqrt(value[2] / most),
		itemStyle: { color: zones[zone].color, opacity: isDark() ? 0.9 : 0.75, borderColor: color('dot-edge'), borderWidth: 0.75 },
		emphasis: { itemStyle: { opacity: 1, borderColor: color('ink'), borderWidth: 1.5 } },
		data: data.points.filter((point) => point.zone === zone).map((point) => ({ value: [point.score, point.exposure, point.employment], point })),
		...(zone === 'Green' ? { markLine: {
			silent: true, symbol: 'none', lineStyle: { color: color('soft'), type: 'dashed', width: 1 }, data: thresholds.map(border),
		} } : {}),
	}));

	return draw(element, () => ({
		grid: { left: 52, right: 14, top: 34, bottom: 46 },
		legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: { color: color('ink') }, data: Object.keys(zones).map((name) => ({ name })) },
		tooltip: { ...tooltip(), formatter: ({ data: { point } }) => hint([
			data.roles[point.role_id]?.[1] ?? '', `${point.soc} ${point.occupation}`,
			`Score ${fixed(point.score, 1)}, ${point.zone}`, `${data.index} ${fixed(point.exposure, 3)}`, `${count(point.employment)} workers`]) },
		xAxis: axis('Score', { min: 0, max: 100, nameGap: 28 }),
		yAxis: axis(data.index.charAt(0).toUpperCase() + data.index.slice(1), { min: 0, nameGap: 36 }),
		series,
	}), ({ point }) => {
		if (data.roles[point.role_id]) {
			open(`/role/${encodeURIComponent(data.roles[point.role_id][0])}`);
		}
	});
}

// Scores from one assessment to the next; each holds until the next.
export function historyChart(element, rows, thresholds) {
	const [yellow, green] = thresholds;
	const time = (row) => Date.parse(row.valid_from);
	const [first, last] = [Math.min(...rows.map(time)), Math.max(...rows.map(time))];
	const span = Math.max(last - first, 864e5);
	const band = (from, to, zone) => [{ yAxis: from, itemStyle: { color: zones[zone].color, opacity: isDark() ? 0.22 : 0.13 },
		label: { show: true, position: 'insideTopLeft', formatter: zone, color: color('soft'), fontSize: 11, distance: 4 } }, { yAxis: to }];

	return draw(element, () => ({
		grid: { left: 44, right: 24, top: 10, bottom: 28 },
		tooltip: { ...tooltip(), formatter: ({ data: { row } }) => row && hint([day(row.valid_from), `Score ${row.published}, ${row.sublabel ?? row.zone}`,
			row.score_change !== null && `${change(row.score_change)} points`, row.assessor && `by ${row.assessor}`]) },
		xAxis: { type: 'time', min: first - 0.14 * span, max: last + 0.06 * span, axisLine: { lineStyle: { color: color('line-strong') } }, axisTick: { show: false }, splitNumber: 4,
			axisLabel: { color: color('soft'), hideOverlap: true }, splitLine: { show: false } },
		yAxis: axis('', { min: 0, max: 100, interval: 25, splitLine: { show: false } }),
		series: [{
			type: 'line', step: 'end', symbol: 'circle', symbolSize: 10, lineStyle: { color: color('ink'), width: 2 },
			itemStyle: { color: color('surface'), borderColor: color('ink'), borderWidth: 2 },
			label: { show: rows.length <= 12, position: 'top', color: color('ink'), formatter: ({ data: { row } }) => row.published, fontSize: 12 },
			data: rows.map((row) => ({ value: [time(row), row.score], row })),
			markArea: { silent: true, data: [band(0, yellow, 'Red'), band(yellow, green, 'Yellow'), band(green, 100, 'Green')] },
		}],
	}));
}
