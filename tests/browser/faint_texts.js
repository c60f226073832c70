// Texts of a page that are too faint against what they stand on (WCAG 2.2, 1.4.3, level AA), each kind once.
const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
const light = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
const parse = (color) => {
  const found = color.match(/[\d.]+/g).map(Number);
  return [found[0], found[1], found[2], found[3] ?? 1];
};
const over = (top, below) => [0, 1, 2].map((part) => top[part] * top[3] + below[part] * (1 - top[3]));
function ground(element) {
  const layers = [];
  for (let one = element; one; one = one.parentElement) {
    const color = parse(getComputedStyle(one).backgroundColor);
    if (color[3] > 0) layers.push(color);
    if (color[3] === 1) break;
  }
  const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0] : [255, 255, 255];
  return layers.reverse().reduce((below, layer) => over(layer, below), canvas);
}
const faint = new Map();
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  const words = walker.currentNode.textContent.trim();
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const hidden = style.visibility !== "visible" || style.display === "none" || !box.width || !box.height;
  if (!words || hidden || element.closest("script, style, noscript, [aria-hidden=true], option")) continue;
  let opacity = 1;
  for (let one = element; one; one = one.parentElement) opacity *= Number(getComputedStyle(one).opacity);
  // What is switched off need not be read.
  if (element.closest(":disabled, [disabled]")) continue;
  const below = ground(element);
  const color = parse(style.color);
  const above = over([color[0], color[1], color[2], color[3] * opacity], below);
  const [darker, lighter] = [light(above), light(below)].sort((one, other) => one - other);
  const ratio = (lighter + 0.05) / (darker + 0.05);
  const size = parseFloat(style.fontSize);
  const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  if (ratio < (isLarge ? 3 : 4.5)) {
    const kind = `${element.tagName}.${String(element.className).replaceAll(" ", ".")} ${style.color}`;
    faint.set(kind, `${kind} ${ratio.toFixed(2)}: ${words.slice(0, 30)} on ${below.map(Math.round)}`);
  }
}
return [...faint.values()];
