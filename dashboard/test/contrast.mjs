// Run in the page: texts whose contrast with what is behind them is below what
// WCAG 2 asks for at level AA, 4.5, or 3 for large text.

export function contrastFaults() {
	const parse = (color) => {
		const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
		return /^color\(srgb/.test(color) ? [255 * r, 255 * g, 255 * b, a] : [r, g, b, a];
	};
	const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
	const luminance = (color) => {
		const [r, g, b] = color.slice(0, 3).map((x) => {
			const c = x / 255;
			return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	// the color behind an element: all backgrounds on the way to the root
	const behind = (element) => {
		const layers = [];
		for (let each = element; each !== null; each = each.parentElement) {
			layers.push(parse(getComputedStyle(each).backgroundColor));
		}
		return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
	};
	const faults = [];
	let checked = 0;
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);

	while (walker.nextNode()) {
		const element = walker.currentNode.parentElement;
		const style = getComputedStyle(element);
		if (walker.currentNode.data.trim() === '' || !element.checkVisibility() || element.closest('.unseen, .skip, canvas, noscript, [aria-disabled]')) {
			continue;
		}
		const ground = behind(element);
		const ink = over(parse(style.color), ground);
		const [light, dark] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
		const ratio = (light + 0.05) / (dark + 0.05);
		const size = parseFloat(style.fontSize);
		const large = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700;

		checked++;
		if (ratio < (large ? 3 : 4.5)) {
			faults.push(`${ratio.toFixed(2)}: ${walker.currentNode.data.trim().slice(0, 40)}`);
		}
	}
	return { checked, faults };
}
