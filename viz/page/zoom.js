// Moves and zooms what is drawn in an SVG element, by mouse and by keyboard.

const step = 60, factor = 1.25, least = 0.05, most = 4;

const clamp = (n, low, high) => Math.min(Math.max(n, low), high);
// The middle of what is seen of `all`, as near to `at` as it can be without showing what is beyond; of all of it, the middle.
const within = (at, all, seen) => seen >= all ? all / 2 : clamp(at, seen / 2, all - seen / 2);

// svg: the element, in `frame`, which takes the keys; size: of all that is drawn; home: the place and size that is looked at first.
// Returns what buttons do, and `resized`, to be called when the frame's size has changed.
export function zoomable(frame, svg, size, home) {
  let scale = 1, x = 0, y = 0;
  const extent = () => ({ width: Math.max(frame.clientWidth, 1), height: Math.max(frame.clientHeight, 1) });
  const show = () => {
    const { width, height } = extent();
    x = clamp(x, 0, size.width);
    y = clamp(y, 0, size.height);
    svg.setAttribute("viewBox", [x - width / scale / 2, y - height / scale / 2, width / scale, height / scale].join(" "));
    frame.dataset.scale = scale.toFixed(3);
  };
  // Zooms so that the point under (atX, atY), measured from the middle of the frame, stays where it is.
  const zoom = (by, atX = 0, atY = 0) => {
    const before = scale;
    scale = clamp(scale * by, least, most);
    x += atX / before - atX / scale;
    y += atY / before - atY / scale;
    show();
  };
  const move = (byX, byY) => {
    x += byX / scale;
    y += byY / scale;
    show();
  };
  const whole = () => {
    const { width, height } = extent();
    scale = clamp(Math.min(width / size.width, height / size.height), least, 1);
    x = size.width / 2;
    y = size.height / 2;
    show();
  };
  const toHome = () => {
    scale = 1;
    const { width, height } = extent();
    // A line that is wider than the frame is read from its left side.
    x = within(home.x + Math.min(home.width, width) / 2, size.width, width);
    y = within(home.y + home.height / 2, size.height, height);
    show();
  };
  const actions = { in: () => zoom(factor), out: () => zoom(1 / factor), whole, home: toHome };
  const keys = {
    "+": actions.in, "=": actions.in, "-": actions.out, 0: whole, Home: toHome,
    ArrowLeft: () => move(-step, 0), ArrowRight: () => move(step, 0), ArrowUp: () => move(0, -step), ArrowDown: () => move(0, step),
  };
  frame.addEventListener("keydown", event => {
    if (event.target !== frame || event.ctrlKey || event.altKey || event.metaKey || !Object.hasOwn(keys, event.key))
      return;
    keys[event.key]();
    event.preventDefault();
  });
  // The wheel zooms what has the focus; else it scrolls the page.
  frame.addEventListener("wheel", event => {
    if (document.activeElement !== frame && !event.ctrlKey)
      return;
    const { left, top, width, height } = frame.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY / 500), event.clientX - left - width / 2, event.clientY - top - height / 2);
    event.preventDefault();
  }, { passive: false });
  frame.addEventListener("pointerdown", event => {
    if (event.button !== 0)
      return;
    frame.focus({ preventScroll: true });
    frame.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  frame.addEventListener("pointermove", event => frame.hasPointerCapture(event.pointerId) && move(-event.movementX, -event.movementY));
  return { ...actions, resized: show };
}
